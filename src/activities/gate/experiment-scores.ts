import { ApplicationFailure } from '@temporalio/common';
import { BrokenAnswerError, NotFoundError } from '../../ax/base/errors.js';
import type { AxClient } from '../../ax/ax-client.js';
import { eachItem } from '../../ax/wire/pages.js';
import type { ListExperimentRunsRequest } from '../../model/api/requests.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { ExperimentRun, RunEvaluation } from '../../model/api/resources.js';
import type { FailureType } from '../../model/temporal/failure-types.js';
import { failure } from '../base/failures.js';
import { UNREADABLE_PATIENCE_MS, patiently } from './patiently.js';

/** The scores and labels of one evaluation, of the runs that bear it. */
export interface EvaluationValues {
  values: RunValue[];
  /** The runs whose score, or label, cannot be read. */
  misfits: { scores: Misfit[]; labels: Misfit[] };
}

/** What one evaluation says about one run. */
export interface RunValue {
  runId: string;
  exampleId: string | null;
  score: number | null;
  label: string | null;
}

/** A run, and what was found there in words that keep its content to themselves. */
export interface Misfit {
  runId: string;
  found: string;
}

/** What a gate looks at in the runs of one experiment. */
export interface ExperimentScores {
  experimentId: string;
  runs: number;
  /** Runs with an error in the place of an output. */
  errors: number;
  /** Every evaluation that some run bears, by name. */
  evaluations: Map<string, EvaluationValues>;
}

/** Null if the experiment is not there, or not for this key. */
export type ReadExperiment = (experimentId: string) => Promise<ExperimentScores | null>;

const PAGE_SIZE = 500;
/** For experiments whose outputs are so long that a page of the full size is more than the client takes. */
const SMALL_PAGE_SIZE = 25;
/** Of all experiments of a gate together. */
const MAX_RUNS = 100_000;

/** Reads all runs of experiments, each experiment once. Outputs are not kept. */
export function experimentReader(
  ax: AxClient,
  maxRuns = MAX_RUNS,
  patienceMs = UNREADABLE_PATIENCE_MS,
): ReadExperiment {
  const known = new Map<string, ExperimentScores | null>();
  let left = maxRuns;
  return async (experimentId) => {
    const before = known.get(experimentId);
    if (before !== undefined) return before;
    const read = await readOrNull(ax, experimentId, left, patienceMs);
    left -= read?.runs ?? 0;
    known.set(experimentId, read);
    return read;
  };
}

async function readOrNull(
  ax: AxClient,
  experimentId: string,
  atMost: number,
  patienceMs: number,
): Promise<ExperimentScores | null> {
  try {
    return await readAll(ax, experimentId, atMost, { limit: PAGE_SIZE, patienceMs: 0 });
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    if (!isBroken(error)) throw error;
    return readAll(ax, experimentId, atMost, { limit: SMALL_PAGE_SIZE, patienceMs });
  }
}

const isBroken = (error: unknown): boolean =>
  error instanceof BrokenAnswerError ||
  (error instanceof ApplicationFailure && error.type === ('AxBrokenAnswer' satisfies FailureType));

async function readAll(
  ax: AxClient,
  experimentId: string,
  atMost: number,
  { limit, patienceMs }: { limit: number; patienceMs: number },
): Promise<ExperimentScores> {
  const read: ExperimentScores = { experimentId, runs: 0, errors: 0, evaluations: new Map() };
  const page = (request: ListExperimentRunsRequest) =>
    patiently(() => ax.listExperimentRuns(request), patienceMs);
  for await (const run of eachItem(page, { experiment: referenceTo(experimentId), limit })) {
    if (read.runs >= atMost) throw tooMany(experimentId, atMost);
    add(read, run);
  }
  return read;
}

const tooMany = (experimentId: string, atMost: number) =>
  failure(
    'ResultTooLarge',
    `judgeGate: the experiment ${experimentId} has more than the ${atMost} runs that this gate may still read; ` +
      'measure fewer steps in one gate',
  );

function add(read: ExperimentScores, run: ExperimentRun): void {
  read.runs += 1;
  if (run.error !== null && run.error !== '') read.errors += 1;
  for (const evaluation of run.evaluations) {
    const values = read.evaluations.get(evaluation.name) ?? noValues();
    read.evaluations.set(evaluation.name, values);
    addTo(values, run, evaluation);
  }
}

const noValues = (): EvaluationValues => ({ values: [], misfits: { scores: [], labels: [] } });

function addTo(
  { values, misfits: found }: EvaluationValues,
  { id: runId, exampleId }: ExperimentRun,
  { score, label, misfits }: RunEvaluation,
): void {
  values.push({ runId, exampleId, score, label });
  if (misfits.score !== undefined) found.scores.push({ runId, found: misfits.score });
  if (misfits.label !== undefined) found.labels.push({ runId, found: misfits.label });
}
