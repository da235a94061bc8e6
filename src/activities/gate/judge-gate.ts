import { activityInfo, getClient, heartbeat } from '@temporalio/activity';
import { definedOnly } from '../../model/base/objects.js';
import { decideCheck, decideGate } from '../../model/gate/decide-gate.js';
import { isWindowBaseline } from '../../model/gate/gate.js';
import type { Gate, GateCheck, GateRequest } from '../../model/gate/gate.js';
import type { CheckEvidence, EvidenceSource, GateResult } from '../../model/gate/evidence.js';
import type { ActivityDeps } from '../base/deps.js';
import { experimentReader } from './experiment-scores.js';
import { compareSides } from './compare-sides.js';
import { findBaseline } from './find-baseline.js';
import type { BaselineDeps } from './find-baseline.js';
import { keptWindows } from './kept-windows.js';
import { heldUp } from './patiently.js';
import { measure } from './measure.js';
import { previousPipelines } from './previous-pipelines.js';
import { keptReader, spanReader } from './span-reader.js';
import type { ReadingWindow } from './span-reader.js';
import { stepWindows } from './step-windows.js';
import type { ReadWindow } from './window-answer.js';
import { windowReader } from './window-reader.js';
import type { ReadWindows } from './window-reader.js';
import type { QualityReader } from '../quality/read-quality.js';
import { whileBeating } from '../base/while-beating.js';

/** What the judging of a gate heartbeats, besides what it waits for. */
interface JudgingProgress {
  reading: ReadingWindow | null;
}

/**
 * Reads the evidence of a gate and decides it (design/gate.md). Heartbeats, since pages and limits take their time; an attempt
 * after the death of the worker continues in the window that was being read.
 */
export const judgeGate =
  (deps: ActivityDeps, read: QualityReader) =>
  (request: GateRequest): Promise<GateResult> => {
    const before = activityInfo().heartbeatDetails as Partial<JudgingProgress> | null | undefined;
    let reading = before?.reading ?? null;
    const details = () => ({ ...heldUp(), reading }) satisfies JudgingProgress;
    const readWindow = spanReader(read, reading, (now) => {
      reading = now;
      heartbeat(details());
    });
    return whileBeating(details, () => judge(deps, readWindow, request));
  };

async function judge({ ax }: ActivityDeps, readSpans: ReadWindow, request: GateRequest): Promise<GateResult> {
  const { gate, pipeline } = request;
  const deps = {
    ax,
    read: experimentReader(ax),
    windowsOf: stepWindows(ax),
    readWindows: windowReader(gate, readSpans),
    readBaselines: baselineReader(gate, readSpans),
    previous: previousPipelines(getClient, pipeline),
  };
  const checks = [];
  for (const [position, check] of gate.checks.entries()) {
    const evidence = await evidenceFor(check, position, request, deps);
    checks.push(decideCheck(check, withShortSources(evidence, gate.checks.length), gate.onNoEvidence));
  }
  return decideGate(gate, checks);
}

/** Asks for no more than the checks that have such a baseline are about: more than is kept has to be read. */
function baselineReader({ checks }: Gate, readSpans: ReadWindow): ReadWindows {
  const own = checks.filter(({ baseline }) => baseline !== undefined && isWindowBaseline(baseline));
  const needsMedian = own.some(({ measure }) => measure === 'medianScore');
  return windowReader({ checks: own }, keptReader(keptWindows(getClient), readSpans, needsMedian));
}

async function evidenceFor(
  check: GateCheck,
  position: number,
  request: GateRequest,
  deps: BaselineDeps,
): Promise<CheckEvidence> {
  if (check.measure === 'condition') return ofCondition(request.conditions[position]);
  const subjects = check.of.map((of) => ({ of, step: request.steps.find((step) => step.of === of) ?? null }));
  const here = await measure(check, subjects, deps);
  if (check.baseline === undefined) return here.evidence;
  return compareSides(check, here, await findBaseline(check, check.baseline, request, deps));
}

function ofCondition(condition: boolean | { problem: string } | undefined): CheckEvidence {
  const source = { experimentIds: [], runIds: [] };
  if (typeof condition === 'boolean') return { value: Number(condition), samples: 1, missing: null, source };
  return {
    value: null,
    samples: 0,
    missing: condition?.problem ?? 'the condition was not evaluated',
    source,
  };
}

/** So many ids (of some forty characters) all sources of a gate may hold together: a history keeps its result. */
const MAX_IDS = 2000;
/** As many as a baseline has at most. */
const MAX_WINDOWS = 31;

function withShortSources(evidence: CheckEvidence, checks: number): CheckEvidence {
  const most = Math.max(1, Math.floor(MAX_IDS / (4 * checks)));
  const { baseline } = evidence;
  return {
    ...evidence,
    source: shortened(evidence.source, most),
    ...(baseline === undefined
      ? {}
      : { baseline: { ...baseline, source: shortened(baseline.source, most) } }),
  };
}

function shortened(source: EvidenceSource, most: number): EvidenceSource {
  const experimentIds = source.experimentIds.slice(0, most);
  const runIds = source.runIds.slice(0, most);
  const omitted = source.experimentIds.length + source.runIds.length - experimentIds.length - runIds.length;
  const windows = source.windows?.slice(0, MAX_WINDOWS);
  return {
    ...source,
    ...definedOnly({ windows }),
    experimentIds,
    runIds,
    ...(omitted === 0 ? {} : { omitted }),
  };
}
