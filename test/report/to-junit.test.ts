import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { toJunit } from '../../src/report/to-junit.js';
import { HOSTILE, NIGHTLY, RUN, WIDE, documentOf, withTexts } from './support/documents.js';
import { stepResult } from '../support/step-result.js';
import { anyText } from '../support/any-text.js';

interface Element {
  tag: string;
  attributes: Record<string, string>;
  text: string;
  children: Element[];
}

// Reads documents, one JSON text a line, with a parser that is not ours; one that is not well-formed ends it.
const PARSER = `
import json, sys, xml.etree.ElementTree as tree
sys.stdin.reconfigure(encoding='utf-8'); sys.stdout.reconfigure(encoding='utf-8')
def shown(e): return {'tag': e.tag, 'attributes': e.attrib, 'text': e.text or '', 'children': [shown(c) for c in e]}
for line in sys.stdin: print(json.dumps(shown(tree.fromstring(json.loads(line).encode('utf-8')))))
`;

function parse(documents: readonly string[]): Element[] {
  const input = documents.map((document) => `${JSON.stringify(document)}\n`).join('');
  const { status, stdout, stderr } = spawnSync('python3', ['-c', PARSER], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 27,
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Element);
}

const find = (element: Element, tag: string): Element[] => [
  ...(element.tag === tag ? [element] : []),
  ...element.children.flatMap((child) => find(child, tag)),
];

describe('JUnit XML', () => {
  let root: Element;
  const caseOf = (classname: string, name: string): Element | undefined =>
    find(root, 'testcase').find(
      ({ attributes }) => attributes['classname'] === classname && attributes['name'] === name,
    );

  beforeAll(() => {
    root = parse([toJunit(NIGHTLY)])[0] as Element;
  });

  test('has a test case for each step, item and check, and counts them', () => {
    expect(find(root, 'testcase')).toHaveLength(6 + 12 + 3);
    const [suite] = find(root, 'testsuite');
    expect(suite?.attributes).toMatchObject({
      name: 'nightly',
      tests: '21',
      failures: '3',
      errors: '0',
      skipped: '4',
      time: '810.000',
    });
  });

  test('tells a failed step, and a check that failed, with what was found', () => {
    expect(caseOf('nightly', 'score')?.children).toMatchObject([
      {
        tag: 'failure',
        attributes: { message: 'completed with errors (1.7%): its gate failed', type: 'failed' },
      },
    ]);
    const [failure] = caseOf('nightly.score.gate', 'mean score of relevance, step score')?.children ?? [];
    expect(failure).toMatchObject({ tag: 'failure', attributes: { type: 'gate' } });
    expect(failure?.attributes['message']).toContain('0.08 lower');
    expect(failure?.text).toContain('expected at least 0.7');
  });

  test('numbers checks of the same name, which readers would take for one', () => {
    const document = structuredClone(NIGHTLY);
    const { gate } = document.data.result.steps.find(({ id }) => id === 'score') ?? {};
    gate?.checks.push(...gate.checks);
    const [again] = parse([toJunit(document)]);
    const names = find(again as Element, 'testcase').map(
      ({ attributes: { classname, name } }) => `${classname} ${name}`,
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('nightly.score.gate mean score of relevance, step score (2)');
  });

  test('passes a check that only warns, and a step that only its gate could fail keeps its time', () => {
    const [told] = caseOf('nightly.answer.gate', 'share of errors, step answer')?.children ?? [];
    expect(told).toMatchObject({ tag: 'system-out' });
    expect(told?.text).toContain('warn: 1.7% errors');
    expect(caseOf('nightly', 'answer')?.attributes['time']).toBe('245.000');
  });

  test('skips what was skipped, and what is ignored with its items', () => {
    for (const [classname, name] of [
      ['nightly', 'release'],
      ['nightly', 'models'],
      ['nightly.models', 'model-3'],
    ] as const)
      expect(caseOf(classname, name)?.children).toMatchObject([{ tag: 'skipped' }]);
    expect(caseOf('nightly.models', 'model-4')?.children).toMatchObject([{ tag: 'system-out' }]);
  });

  test('has the workflow, the labels and the outputs as properties', () => {
    const properties = find(root, 'property').map(({ attributes }) => [
      attributes['name'],
      attributes['value'],
    ]);
    expect(Object.fromEntries(properties)).toMatchObject({
      workflowId: 'ax-pipeline/nightly/0f3c',
      verdict: 'failed',
      'label.team': 'search',
      'output.mean': '0.7512',
    });
  });

  test('of a cancelled step is an error, and of a lone run one test case', () => {
    const cancelled = documentOf({ steps: [stepResult('a', { state: 'cancelled' })] });
    const [one, run] = parse([toJunit(cancelled), toJunit(RUN)]);
    expect(find(one as Element, 'error')).toHaveLength(1);
    expect(find(run as Element, 'testcase').map(({ attributes }) => attributes)).toMatchObject([
      { classname: 'generate-answers', name: 'nightly-42' },
    ]);
  });

  test('of 1,000 items is well-formed', () => {
    const [wide] = parse([toJunit(WIDE)]);
    expect(find(wide as Element, 'testcase')).toHaveLength(1001);
    expect(find(wide as Element, 'failure')).toHaveLength(26);
  });

  test('is well-formed whatever the names are, and gives them back as far as XML can hold them', () => {
    const texts = [HOSTILE, ...fc.sample(anyText({ maxLength: 30 }), 100)];
    const roots = parse(texts.map((text) => toJunit(withTexts(NIGHTLY, `x${text}`))));
    for (const [index, one] of roots.entries()) {
      expect(find(one, 'testcase')).toHaveLength(21);
      const plain = `x${texts[index]}`.replace(/\r\n?/g, '\n');
      // A text without anything that XML cannot hold comes back as it was.
      if (!/[^\P{C}\n\t]|[\u2028\u2029\ufffe\uffff]/u.test(plain))
        expect(find(one, 'testsuite')[0]?.attributes['name']).toBe(plain);
    }
  });
});
