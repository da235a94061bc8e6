import { checkBounds, checkName } from '../../model/gate/check-text.js';
import { formatDuration } from '../../model/time/duration.js';
import type { GateCheck } from '../../model/gate/gate.js';
import { waitsFor } from '../../model/pipeline/requires/requirements.js';
import { rulesInWords } from '../../model/notification/rules-text.js';
import type { Requirement } from '../../model/pipeline/requires/requirements.js';
import type { PlanPreview, StepPreview } from '../../model/pipeline/preview.js';
import { indentedBy } from '../style.js';
import type { Style } from '../style.js';
import { cleanText } from '../text/text.js';
import { formatFacts } from '../text/facts.js';
import type { Fact } from '../text/facts.js';

/** What a plan would do, level by level. */
export function planLines(preview: PlanPreview, style: Style): string[] {
  const main = preview.steps.filter(({ isFinally }) => !isFinally);
  const last = preview.steps.filter(({ isFinally }) => isFinally);
  return [
    ...headLines(preview, style),
    ...levels(main).flatMap(([level, steps]) => levelLines(`Level ${level}`, steps, style)),
    ...levels(last).flatMap(([, steps]) => levelLines('Finally', steps, style)),
    '',
    runsText(preview),
  ];
}

const headLines = ({ name, inputs = {}, timeoutMs, notify, steps }: PlanPreview, style: Style): string[] =>
  formatFacts(
    [
      ['Pipeline', `${name}, ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`, 'strong'],
      ...Object.entries(inputs).map(([input, value]): Fact => [`Input ${input}`, JSON.stringify(value)]),
      ['Time', timeoutMs === null ? null : `at most ${formatDuration(timeoutMs)}`],
      ['Notifies', notify === null ? null : rulesInWords(notify)],
    ],
    style,
  );

function levels(steps: readonly StepPreview[]): [level: number, steps: StepPreview[]][] {
  const found = new Map<number, StepPreview[]>();
  for (const step of steps) {
    const level = found.get(step.level);
    if (level === undefined) found.set(step.level, [step]);
    else level.push(step);
  }
  return [...found];
}

const levelLines = (title: string, steps: readonly StepPreview[], style: Style): string[] => [
  '',
  style.paint('dim', title),
  ...steps.flatMap((step) => [
    `  ${style.paint('strong', cleanText(step.id))}  ${cleanText(doesText(step))}`,
    ...formatFacts(factsOf(step), indentedBy(4, style)).map((line) => `    ${line}`),
  ]),
];

/** What a step does, in a few words. */
export function doesText({ kind, task, found, activity, isEnsured }: StepPreview): string {
  switch (kind) {
    case 'run': {
      const known = found === null ? '' : ` (${found.type.toLowerCase()}, ${found.id})`;
      return `runs ${isEnsured ? 'the task that it ensures, ' : ''}${task ?? 'a task'}${known}`;
    }
    case 'ensure':
      return `updates the task ${task ?? ''} to match the file`;
    case 'activity':
      return `calls the worker's activity ${activity ?? ''}`;
    case 'approval':
      return 'waits for approval';
    case 'gate':
      return 'judges';
  }
}

const factsOf = (step: StepPreview): Fact[] => [
  ['after', step.needs.length === 0 ? null : step.needs.join(', ')],
  ['only if', step.if],
  ['when', step.when],
  ['window', windowOf(step)],
  ['experiment', experimentOf(step)],
  [
    'evaluates',
    step.experimentsFrom.length === 0 ? null : `the experiments of ${step.experimentsFrom.join(', ')}`,
  ],
  ...otherFields(step),
  ['items', itemsOf(step)],
  ...step.requires.map((requirement): Fact => ['requires', requirementText(requirement)]),
  ...(step.gate?.checks ?? []).map((check): Fact => ['gate', checkText(check)]),
  ['asks', step.approval?.message ?? null],
  ['tries', step.attempts > 1 ? `up to ${step.attempts}` : null],
  ['time', step.timeoutMs === null ? null : `at most ${formatDuration(step.timeoutMs)}`],
  ...step.problems.map((problem): Fact => ['problem', problem, 'bad']),
];

function windowOf({ trigger: { dataStartTime, dataEndTime }, found }: StepPreview): string | null {
  if (dataStartTime === undefined && dataEndTime === undefined) return null;
  const start =
    dataStartTime ?? (found === null ? 'the last run' : `the last run (${found.lastRunAt ?? 'none yet'})`);
  return `${start} to ${dataEndTime ?? 'its start'}`;
}

function experimentOf({ trigger: { experimentName }, found }: StepPreview): string | null {
  if (experimentName !== undefined) return experimentName;
  return found?.type === 'RUN_EXPERIMENT' ? 'generated at the start' : null;
}

const SHOWN_APART = new Set(['dataStartTime', 'dataEndTime', 'experimentName']);

const otherFields = ({ trigger }: StepPreview): Fact[] =>
  Object.entries(trigger)
    .filter(([name, value]) => value !== undefined && !SHOWN_APART.has(name))
    .map(([name, value]): Fact => [name, typeof value === 'string' ? value : JSON.stringify(value)]);

function itemsOf({ fanOut }: StepPreview): string | null {
  if (fanOut === null) return null;
  const { count, forEach, limit, first } = fanOut;
  const atOnce = `at most ${limit} at once`;
  if (count === null) return `for each of ${forEach ?? '?'}, ${atOnce}`;
  const more = count - first.length;
  return `${count}, ${atOnce}: ${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const checkText = (check: GateCheck): string =>
  [
    check.measure === 'condition' ? checkName(check) : `${checkName(check)}: ${checkBounds(check)}`,
    ...(check.onNoEvidence === undefined ? [] : [`without evidence: ${check.onNoEvidence}`]),
  ].join('; ');

function requirementText(requirement: Requirement): string {
  const untilMs = waitsFor(requirement);
  return untilMs === null
    ? requiredText(requirement)
    : `${requiredText(requirement)}; waits up to ${formatDuration(untilMs)}`;
}

function requiredText(requirement: Requirement): string {
  switch (requirement.kind) {
    case 'dataset':
      return `dataset ${requirement.dataset} with at least ${requirement.minExamples} examples`;
    case 'experiment':
      return `experiment ${requirement.experiment} with at least ${requirement.minRuns} runs`;
    case 'evaluator':
      return `evaluator ${requirement.evaluator}${requirement.version === undefined ? '' : ` in version ${requirement.version}`}`;
    case 'spans': {
      const { min, filter } = requirement.spans;
      return `at least ${min} spans in the window${filter === undefined ? '' : ` with ${filter}`}`;
    }
    case 'integration':
      return `integration ${requirement.integration}`;
  }
}

function runsText({ runs: { count, isOpen }, steps }: PlanPreview): string {
  const problems = steps.reduce((sum, step) => sum + step.problems.length, 0);
  const runs = `${count} ${count === 1 ? 'run' : 'runs'}`;
  const open = isOpen ? ', plus one for each item that is not known yet,' : '';
  const wrong =
    problems === 0 ? '' : ` ${problems} ${problems === 1 ? 'problem' : 'problems'}: the pipeline would fail.`;
  return `It would trigger ${runs}${open} if no step is skipped or retried.${wrong}`;
}
