import { toleranceCheck } from '../api/policies.js';
import { carried, triggerCheck } from '../api/request-checks.js';
import {
  anyText,
  byMember,
  expected,
  flag,
  instant,
  mapOf,
  members,
  milliseconds,
  nullable,
  object,
  oneOf,
  optional,
  shape,
  text,
  whole,
} from '../base/checks.js';
import { escapeMarkdown, markdownList } from '../base/markdown.js';
import { notifyRulesProblem } from '../notification/notify-rules.js';
import type { NotifyRule } from '../notification/notify-rules.js';
import type { EvaluationValue } from '../quality/kept/evaluation-value.js';
import { verdictHeading } from '../run/details-text.js';
import type { Outcome } from '../run/outcome.js';
import { outcomeText } from '../run/outcome-text.js';
import type { Verdict } from '../run/verdict.js';
import { CALENDAR_UNITS } from '../time/calendar-length.js';
import type { Window } from '../time/window.js';
import { ALIGNS } from './schedule.js';
import { settleCheck } from './settle-check.js';
import type { Seen } from './settling.js';
import { waitCheck } from '../run/polling.js';
import type {
  NominalRule,
  ScheduledPipeline,
  ScheduledTask,
  ScheduledWork,
  SettleGate,
  WatermarkRule,
  WindowRule,
} from './schedule.js';

/** Input of the workflow `runFiring`, the action of every schedule. */
export interface RunFiringInput {
  schedule: string;
  window: WindowRule | null;
  settle: SettleGate | null;
  work: ScheduledWork;
  /** As in `ScheduleDefinition`. */
  notify?: readonly NotifyRule[];
  /** Custom search attributes are set (`model/search-attributes.ts`): they must exist in the namespace. */
  hasSearchAttributes?: boolean;
  /** Set by the workflow itself when it continues as new. */
  resume?: FiringProgress;
}

/** What a firing hands on when it continues as new; nothing runs at that moment. */
export interface FiringProgress {
  nominalMs: number;
  /** Those that have ended. */
  windows: FiredWindow[];
  /** The time of the firing before it, which did not end well; null: it did, or is not known. */
  failedAt?: string | null;
}

/** What became of one window of a firing. */
export interface FiredWindow {
  /** Null: the work takes none. */
  window: Window | null;
  /** The `runTask` or `runPipeline` that did it; null: none was started. */
  workflowId: string | null;
  verdict: Verdict;
  /** Of a task's run; null for pipelines. */
  outcome: Outcome | null;
  runId: string | null;
  /** How the settle gate ended; null: there is none. */
  settled: Settled | null;
  /** What its evaluations said, in one number for each; absent if that was not read. */
  quality?: EvaluationValue[];
  /** Why there is no outcome, or why it is not as good as it looks; absent: nothing to say. */
  reason?: string;
}

/** How a settle gate ended. */
export interface Settled extends Seen {
  isSettled: boolean;
}

/** The result of `runFiring`, also in its memo `result` where it failed. Times are ISO 8601 with zone. */
export interface FiringResult {
  schedule: string;
  /** The time it stands for, without jitter and delay. */
  nominalAt: string;
  verdict: Verdict;
  windows: FiredWindow[];
  /** Until where all is proven afterwards; null outside the mode `watermark`. */
  watermark: string | null;
  /** For people: why there was nothing to do, or what is left to the next firing; null: nothing to say. */
  note: string | null;
}

/** The memo under which a firing says how far it is ({@link FiringMemo}). */
export const FIRING_MEMO = 'firing';

/** What a firing is at. Times are ISO 8601 with zone. */
export interface FiringMemo {
  nominalAt: string;
  /** `preparing`: it looks which windows are due, or plans its pipeline; `settling`: the gate counts; `running`: a child does the work. */
  phase: 'preparing' | 'settling' | 'running';
  since: string;
  /** The window it is at; null: none yet, or the work takes none. */
  window: Window | null;
  /** Windows that have ended, and all of this firing as far as they are known. */
  done: number;
  total: number;
  /** What the settle gate saw last, in words; absent: it does not wait, or has seen nothing yet. */
  seen?: string;
}

/** A firing as Markdown, for Temporal's UI. `verdict` is null while it runs. */
export const firingDetails = (
  windows: readonly FiredWindow[],
  verdict: Verdict | null,
  note: string,
): string =>
  [
    verdict === null
      ? `**Running**: ${escapeMarkdown(note)}`
      : verdictHeading(verdict, note === '' ? undefined : escapeMarkdown(note)),
    '',
    ...markdownList(windows.map(windowLine)),
  ].join('\n');

function windowLine({ window, verdict, outcome, reason }: FiredWindow): string {
  const what = window === null ? 'the run' : `${window.dataStartTime} to ${window.dataEndTime}`;
  const why = outcome === null ? reason : outcomeText(outcome);
  return `${what}: ${verdict}${why === undefined ? '' : `, ${escapeMarkdown(why)}`}`;
}

const length = members({ count: whole(1), unit: oneOf(CALENDAR_UNITS) });

const RULE_CHECKS = {
  lagMs: milliseconds(0),
  align: oneOf(ALIGNS),
  timeZone: text,
};

const ruleCheck = byMember('mode', {
  nominal: shape<NominalRule>({ ...RULE_CHECKS, mode: text, length }),
  watermark: shape<WatermarkRule>({
    ...RULE_CHECKS,
    mode: text,
    fromMs: instant,
    slice: length,
    maxSlices: whole(1),
  }),
});

const workCheck = byMember('kind', {
  task: shape<ScheduledTask>({
    kind: text,
    task: text,
    space: optional(text),
    trigger: triggerCheck,
    shareDataset: optional(flag),
    tolerance: toleranceCheck,
    wait: waitCheck,
    quality: optional(flag),
  }),
  pipeline: shape<ScheduledPipeline>({
    kind: text,
    name: text,
    text: expected('the text of a pipeline file', (value) => typeof value === 'string'),
    fileName: anyText,
    variables: mapOf(anyText),
    inputs: object,
    windowInputs: nullable(members({ start: text, end: text })),
  }),
});

const runFiringCheck = shape<RunFiringInput>({
  schedule: text,
  window: nullable(ruleCheck),
  settle: nullable(settleCheck),
  work: workCheck,
  notify: optional(notifyRulesProblem),
  hasSearchAttributes: optional(flag),
  resume: carried,
});

/** What is wrong with an input of `runFiring` from any program; null if nothing is. */
export const runFiringProblem = (input: unknown): string | null => runFiringCheck(input, 'input');
