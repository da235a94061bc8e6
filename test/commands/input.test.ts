import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/commands/run-cli.js';
import type { CliContext } from '../../src/commands/base/context.js';
import {
  parseChoice,
  parseCount,
  parseIds,
  parseLimit,
  parsePollInterval,
  parseSeconds,
  parseShare,
} from '../../src/commands/input/parse-values.js';
import { readEvaluators } from '../../src/commands/input/read-evaluators.js';
import { readJson } from '../../src/commands/input/read-json.js';
import { readMetadata } from '../../src/commands/input/read-metadata.js';
import { readQueryFilters } from '../../src/commands/input/read-query-filters.js';
import { readRunConfiguration } from '../../src/commands/input/read-run-configuration.js';
import { requireSpace, spaceOf } from '../../src/commands/input/space.js';
import { importModule } from './support/import-module.js';

const context = (members: { stdin?: string; env?: Record<string, string> } = {}): CliContext => ({
  env: members.env ?? {},
  stdin: Object.assign(Readable.from([members.stdin ?? '']), { isTTY: false }),
  stdout: process.stdout,
  stderr: process.stderr,
  nowMs: Date.now,
  importModule,
});

describe('flag values', () => {
  test.each([
    [parseSeconds, '5', 5000],
    [parseSeconds, '0.5', 500],
    [parseSeconds, '2h', 7_200_000],
    [parseSeconds, 'PT5M', 300_000],
    [parsePollInterval, '1', 1000],
    [parseLimit, '100', 100],
    [parseCount, '10000', 10_000],
    [parseShare, '0.05', 0.05],
    [parseShare, '.5', 0.5],
    [parseShare, '0', 0],
    [parseIds, 'a, b,c', ['a', 'b', 'c']],
    [parseChoice(['RUN_EXPERIMENT']), 'run_experiment', 'RUN_EXPERIMENT'],
    [parseChoice(['RUN_EXPERIMENT']), 'Run-Experiment', 'RUN_EXPERIMENT'],
  ] as [(text: string) => unknown, string, unknown][])('%o reads %j as %j', (parse, text, value) => {
    expect(parse(text)).toEqual(value);
  });

  test.each([
    [parseSeconds, '0'],
    [parseSeconds, '-5'],
    [parseSeconds, 'NaN'],
    [parseSeconds, 'Infinity'],
    [parseSeconds, '5x'],
    [parsePollInterval, '0.5'],
    [parseLimit, '0'],
    [parseLimit, '101'],
    [parseLimit, '1e1'],
    [parseCount, '0'],
    [parseCount, '1.5'],
    [parseShare, '1.1'],
    [parseShare, '-0.1'],
    [parseShare, ''],
    [parseIds, 'a,,b'],
    [parseChoice(['RUN_EXPERIMENT']), 'experiment'],
  ] as [(text: string) => unknown, string][])('%o refuses %j', (parse, text) => {
    expect(() => parse(text)).toThrow(/Expected/);
  });
});

describe('JSON in a flag', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'ax-tasks-test-')), 'x.json');

  test('stands in its text, in a file, or on standard input', async () => {
    writeFileSync(file, '\ufeff{"a": 1}');
    expect(await readJson('--x', '{"a": 1}', context())).toEqual({ a: 1 });
    expect(await readJson('--x', `@${file}`, context())).toEqual({ a: 1 });
    expect(await readJson('--x', '@-', context({ stdin: '{"a": 1}' }))).toEqual({ a: 1 });
  });

  test.each([
    ['{a: 1}', /^--x: the value is not valid JSON/],
    ['@/nowhere/x.json', /^--x: \/nowhere\/x\.json cannot be read/],
  ])('%s is refused with the reason', async (value, message) => {
    await expect(readJson('--x', value, context())).rejects.toThrow(message);
  });
});

describe('evaluators', () => {
  test('are taken in the words of the API, and in camel case', async () => {
    const json = JSON.stringify([
      { evaluator_id: 'e1', query_filter: null, column_mappings: null },
      { evaluatorId: 'e2', evaluator_version_id: 'v', column_mappings: { input: 'x' } },
      { evaluator_id: 'e3', query_mappings: [{ variable_name: 'v', attribute_path: 'p' }] },
    ]);
    expect(await readEvaluators(json, context())).toEqual([
      { evaluatorId: 'e1', queryFilter: null, columnMappings: null },
      { evaluatorId: 'e2', evaluatorVersionId: 'v', columnMappings: { input: 'x' } },
      { evaluatorId: 'e3', queryMappings: [{ variableName: 'v', queryIds: [], attributePath: 'p' }] },
    ]);
  });

  test('are taken as bare names and IDs, with commas', async () => {
    expect(await readEvaluators('relevance', context())).toEqual([{ evaluatorId: 'relevance' }]);
    expect(await readEvaluators('relevance, answer is json,RXZhbHVhdG9yOjc6YQ==', context())).toEqual([
      { evaluatorId: 'relevance' },
      { evaluatorId: 'answer is json' },
      { evaluatorId: 'RXZhbHVhdG9yOjc6YQ==' },
    ]);
  });

  test.each([
    ['relevance,', /--evaluators has an empty name/],
    ['{}', /not a JSON array/],
    ['[]', /not a JSON array/],
    ['[5]', /--evaluators\[0\] is not a JSON object/],
    ['[{"id": "x"}]', /has "id", expected evaluator_id/],
    ['[{"evaluator": "x"}]', /has "evaluator", expected/],
    ['[{"query_filter": "x"}]', /has no evaluator_id/],
    ['[{"evaluator_id": "x", "query_filter": 5}]', /query_filter is neither a string nor null/],
    ['[{"evaluator_id": "x", "column_mappings": {"a": 1}}]', /column_mappings is neither/],
    ['[{"evaluator_id": "x", "querry_filter": "y"}]', /did you mean "query_filter"\?/],
    [
      '[{"evaluator_id": "x", "query_mappings": [{"variable_name": "v"}]}]',
      /needs variable_name and attribute_path/,
    ],
  ])('%s is refused', async (json, message) => {
    await expect(readEvaluators(json, context())).rejects.toThrow(message);
  });
});

describe('other JSON', () => {
  test.each([
    [readRunConfiguration, '{}', /no experiment_type/],
    [readRunConfiguration, '[]', /not a JSON object/],
    [readMetadata, '{"a": {"b": 1}}', /"a" is neither/],
    [readMetadata, '{"a": null}', /"a" is neither/],
    [readQueryFilters, '{"filters": [{"id": "A"}]}', /filters\[0\] is not an object with the strings/],
    [readQueryFilters, '{"filter": []}', /has "filter", expected filters and expression/],
  ] as const)('%o refuses %s', async (read, json, message) => {
    await expect(read(json, context())).rejects.toThrow(message);
  });

  test('is passed on as given where it is right', async () => {
    const configuration = { experiment_type: 'llm_generation', model_name: 'm' };
    expect(await readRunConfiguration(JSON.stringify(configuration), context())).toEqual(configuration);
    expect(await readMetadata('{"a": 1, "b": true, "c": "x"}', context())).toEqual({ a: 1, b: true, c: 'x' });
    const filters = { filters: [{ id: 'A', filter: 'x = 1' }], expression: 'A' };
    expect(await readQueryFilters(JSON.stringify(filters), context())).toEqual(filters);
  });
});

describe('a window that ends in the future', () => {
  const args = ['trigger-run', 'T25saW5lVGFzazo0NTpxUndY', '--data-end-time', '2999-01-01T00:00:00Z'];
  const ran = async (answer: string | null, ...more: string[]) => {
    let said = '';
    const stderr = new Writable({
      write: (text: Buffer, _, done) => (done(), void (said += text.toString())),
    });
    const screen = Object.assign(stderr, { isTTY: false }) as never;
    const stdin = Object.assign(Readable.from([`${answer ?? ''}\n`]), { isTTY: answer !== null });
    // Nothing listens there: what asks Temporal ends with 5.
    const env = { TEMPORAL_ADDRESS: '127.0.0.1:1', HOME: '/nowhere' };
    const code = await runCli([...args, ...more], {
      env,
      stdin,
      stdout: screen,
      stderr: screen,
      nowMs: Date.now,
      importModule,
    });
    expect(said).toContain('The window ends in the future (2999-01-01T00:00:00.000Z)');
    return { code, asked: said.includes('Trigger anyway?') };
  };

  test('is asked about on a terminal, and not triggered without a yes', async () => {
    expect(await ran('n')).toEqual({ code: 6, asked: true });
    expect(await ran('y')).toEqual({ code: 5, asked: true });
  });

  test('is only warned of in a pipe and with --force', async () => {
    expect(await ran(null)).toEqual({ code: 5, asked: false });
    expect(await ran('n', '--force')).toEqual({ code: 5, asked: false });
  });
});

describe('a space', () => {
  test('is that of the flag, else that of ARIZE_SPACE', () => {
    const env = { ARIZE_SPACE: 'prod' };
    expect(spaceOf({ space: 'eu' }, context({ env }))).toEqual({ space: 'eu' });
    expect(spaceOf({}, context({ env }))).toEqual({ space: 'prod' });
    expect(spaceOf({}, context())).toEqual({});
  });

  test('is needed for names and not for IDs', () => {
    expect(() => requireSpace('The task', 'Relevance', {})).toThrow('The task "Relevance" is a name');
    expect(() => requireSpace('The task', 'T25saW5lVGFzazo0NTpxUndY', {})).not.toThrow();
    expect(() => requireSpace('The task', 'Relevance', { space: 'prod' })).not.toThrow();
  });
});
