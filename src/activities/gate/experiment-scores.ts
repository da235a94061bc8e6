import { BrokenAnswerError, NotFoundError } from '../../ax/base/errors.js';
import type { AxClient } from '../../ax/ax-client.js';
import { eachItem } from '../../ax/wire/pages.js';
import type { ListExperimentRunsRequest } from '../../model/api/requests.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { ExperimentRun } from '../../model/api/resources.js';
import { failure } from '../base/failures.js';
import { patiently } from './patiently.js';

/** The scores and labels of one evaluation, of the runs that bear them. */
export interface EvaluationValues {
  scores: number[];
  labels: string[];
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
export function experimentReader(ax: AxClient, maxRuns = MAX_RUNS): ReadExperiment {
  const known = new Map<string, ExperimentScores | null>();
  let left = maxRuns;
  return async (experimentId) => {
    const before = known.get(experimentId);
    if (before !== undefined) return before;
    const read = await readOrNull(ax, experimentId, left);
    left -= read?.runs ?? 0;
    known.set(experimentId, read);
    return read;
  };
}

async function readOrNull(
  ax: AxClient,
  experimentId: string,
  atMost: number,
): Promise<ExperimentScores | null> {
  try {
    return await readAll(ax, experimentId, atMost, PAGE_SIZE);
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    if (error instanceof BrokenAnswerError) return readAll(ax, experimentId, atMost, SMALL_PAGE_SIZE);
    throw error;
  }
}

async function readAll(
  ax: AxClient,
  experimentId: string,
  atMost: number,
  limit: number,
): Promise<ExperimentScores> {
  const read: ExperimentScores = { experimentId, runs: 0, errors: 0, evaluations: new Map() };
  const page = (request: ListExperimentRunsRequest) => patiently(() => ax.listExperimentRuns(request));
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

function add(read: ExperimentScores, { error, evaluations }: ExperimentRun): void {
  read.runs += 1;
  if (error !== null && error !== '') read.errors += 1;
  for (const { name, score, label } of evaluations) {
    const values = read.evaluations.get(name) ?? { scores: [], labels: [] };
    read.evaluations.set(name, values);
    // JSON has no infinity, but 1e999 is read as one.
    if (score !== null && Number.isFinite(score)) values.scores.push(score);
    if (label !== null) values.labels.push(label);
  }
}
