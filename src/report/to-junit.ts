import { checkBounds, checkName, measureText } from '../model/gate/check-text.js';
import type { CheckResult } from '../model/gate/evidence.js';
import type { ResultDocument } from '../model/pipeline/result-document.js';
import { itemText, stepText } from '../model/pipeline/result-text.js';
import type { ItemResult, StepResult } from '../model/pipeline/results.js';
import { markup } from './markup.js';
import type { Markup } from './markup.js';
import { verdictText } from '../model/run/verdict.js';
import { viewOf } from './result-view.js';
import type { ResultView } from './result-view.js';

interface TestCase {
  classname: string;
  name: string;
  timeS: number;
  /** Null: it passed. */
  problem: { kind: 'failure' | 'error' | 'skipped'; type: string; message: string } | null;
  details: string[];
}

/**
 * A result as JUnit XML: a test case for each step, each item of a fan-out and each check of a gate. What a pipeline
 * ignores is skipped in it, so that the tests fail if the exit code does.
 */
export function toJunit(document: ResultDocument): string {
  const view = viewOf(document);
  const cases = view.steps.flatMap((step) => casesOf(step, view.title));
  const number = (kind: string): number => cases.filter(({ problem }) => problem?.kind === kind).length;
  const totals = markup`name="${view.title}" tests="${cases.length}" failures="${number('failure')}" errors="${number('error')}" skipped="${number('skipped')}" time="${seconds(secondsBetween(view.startedAt, view.endedAt))}"`;
  const suite = markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${totals}>
  <testsuite ${totals} timestamp="${view.startedAt}">
    <properties>
${propertiesOf(view)}    </properties>
${cases.map(testCase)}  </testsuite>
</testsuites>
`;
  return suite.text;
}

function propertiesOf({ workflowId, uiUrl, status, verdict, about }: ResultView): Markup[] {
  const labels = Object.entries(about.labels).map(([name, value]) => [`label.${name}`, value] as const);
  const outputs = Object.entries(about.outputs).map(
    ([name, value]) => [`output.${name}`, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  const own = Object.entries({
    workflowId,
    status,
    verdict: verdictText(verdict),
    ...(uiUrl === null ? {} : { uiUrl }),
  });
  return [...own, ...labels, ...outputs].map(
    ([name, value]) => markup`      <property name="${name}" value="${value}"/>
`,
  );
}

const casesOf = (step: StepResult, pipeline: string): TestCase[] => [
  stepCase(step, pipeline),
  ...(step.items ?? []).map((item) => itemCase(item, step, pipeline)),
  ...withNamesOfTheirOwn((step.gate?.checks ?? []).map((check) => checkCase(check, step, pipeline))),
];

/** Readers of JUnit take two cases of one class and name for one: a name that comes again is numbered. */
function withNamesOfTheirOwn(cases: readonly TestCase[]): TestCase[] {
  const times = new Map<string, number>();
  return cases.map((each) => {
    const number = (times.get(each.name) ?? 0) + 1;
    times.set(each.name, number);
    return number === 1 ? each : { ...each, name: `${each.name} (${number})` };
  });
}

function stepCase(step: StepResult, classname: string): TestCase {
  const text = stepText(step);
  return {
    classname,
    name: step.id,
    timeS: step.isKept === true ? 0 : secondsBetween(step.startedAt, step.endedAt),
    problem: problemOf(step, text, step),
    details: [
      text,
      ...(typeof step.result?.runId === 'string' ? [`run ${step.result.runId}`] : []),
      ...(step.experimentIds ?? []).slice(0, 20).map((id) => `experiment ${id}`),
    ],
  };
}

const itemCase = (item: ItemResult, step: StepResult, pipeline: string): TestCase => ({
  classname: `${pipeline}.${step.id}`,
  name: item.key,
  timeS: secondsBetween(item.startedAt, item.endedAt),
  problem: problemOf(item, itemText(item), step),
  details: [
    ...(item.outcome === 'reused' ? [itemText(item)] : []),
    ...(item.runId === null ? [] : [`run ${item.runId}`]),
  ],
});

function checkCase(found: CheckResult, step: StepResult, pipeline: string): TestCase {
  const { check, answer, reason, value, samples } = found;
  const kind = step.isIgnored === true ? 'skipped' : 'failure';
  return {
    classname: `${pipeline}.${step.id}.gate`,
    name: checkName(check),
    timeS: 0,
    problem: answer === 'fail' ? { kind, type: 'gate', message: reason } : null,
    details: [
      `${answer}: ${reason}`,
      `found ${measureText(check.measure, value)} in ${samples} samples, expected ${checkBounds(check)}`,
    ],
  };
}

function problemOf(
  { state, isUnresolved }: Pick<StepResult, 'state' | 'isUnresolved'>,
  text: string,
  { isIgnored }: StepResult,
): TestCase['problem'] {
  if (state === 'succeeded') return null;
  if (state === 'skipped') return { kind: 'skipped', type: state, message: text };
  if (isIgnored === true) return { kind: 'skipped', type: 'ignored', message: text };
  if (isUnresolved === true) return { kind: 'error', type: 'unresolved', message: text };
  return { kind: state === 'failed' ? 'failure' : 'error', type: state, message: text };
}

function testCase({ classname, name, timeS, problem, details }: TestCase): Markup {
  const told = problem === null ? [] : [problemElement(problem, details)];
  const output = markup`      <system-out>${details.join('\n')}</system-out>
`;
  const isTold = problem === null && details.length > 0;
  return markup`    <testcase classname="${classname}" name="${name}" time="${seconds(timeS)}">
${told}${isTold ? output : null}    </testcase>
`;
}

function problemElement(
  { kind, type, message }: NonNullable<TestCase['problem']>,
  details: readonly string[],
): Markup {
  const text = details.join('\n');
  switch (kind) {
    case 'skipped':
      return markup`      <skipped message="${message}"/>
`;
    case 'failure':
      return markup`      <failure message="${message}" type="${type}">${text}</failure>
`;
    case 'error':
      return markup`      <error message="${message}" type="${type}">${text}</error>
`;
  }
}

function secondsBetween(start: string | null, end: string | null): number {
  const ms = start === null || end === null ? 0 : Date.parse(end) - Date.parse(start);
  return Number.isFinite(ms) ? Math.max(0, ms / 1000) : 0;
}

const seconds = (value: number): string => value.toFixed(3);
