import { AmbiguousNameError, NotFoundError } from '../../ax/base/errors.js';
import type { AxClient } from '../../ax/ax-client.js';
import { isWindowBaseline } from '../../model/gate/gate.js';
import type { Baseline, GateCheck, GateRequest, MeasuredStep } from '../../model/gate/gate.js';
import { succeededStep } from '../../model/pipeline/measured-step.js';
import { measure } from './measure.js';
import { NO_SOURCE, absent } from './measured.js';
import type { Measured } from './measured.js';
import type { EvidenceReaders, Subject } from './measure.js';
import { patiently } from './patiently.js';
import type { PreviousPipelines } from './previous-pipelines.js';
import { windowBaseline } from './window-baseline.js';

/** Where baselines are looked for. */
export interface BaselineDeps extends EvidenceReaders {
  ax: AxClient;
  previous: PreviousPipelines;
}

/** The other side of a comparison. What is not there is missing evidence, not a failure. */
export function findBaseline(
  check: GateCheck,
  baseline: Baseline,
  request: GateRequest,
  deps: BaselineDeps,
): Promise<Measured> {
  if (baseline.kind === 'value') return Promise.resolve(ofNumber(baseline.value));
  if (baseline.kind === 'experiment') return ofExperiment(check, baseline, request, deps);
  if (isWindowBaseline(baseline)) return windowBaseline(check, baseline, request.steps, deps);
  return ofPrevious(check, request, deps);
}

const ofNumber = (value: number): Measured => ({
  evidence: { value, samples: 0, missing: null, source: NO_SOURCE },
  comparable: null,
});

async function ofExperiment(
  check: GateCheck,
  { experiment, dataset, space }: Baseline & { kind: 'experiment' },
  request: GateRequest,
  { ax, ...readers }: BaselineDeps,
): Promise<Measured> {
  const where = { ...(dataset === undefined ? {} : { dataset }), ...(space === undefined ? {} : { space }) };
  try {
    const { id } = await patiently(() => ax.resolveExperiment({ experiment, ...where }));
    if (readsScores(check) && idsMeasured(check, request).has(id))
      return absent(`the experiment ${id} is itself among those that are measured`);
    const found = await readers.read(id);
    if (found === null) return absent(`the experiment ${id} is not there (deleted, or not for this key)`);
    const step: MeasuredStep = {
      of: experiment,
      successes: found.runs - found.errors,
      errors: found.errors,
      skipped: 0,
      runIds: [],
      experimentIds: [id],
    };
    return await measure(check, [{ of: experiment, step }], readers);
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof AmbiguousNameError) return absent(error.message);
    throw error;
  }
}

async function ofPrevious(
  check: GateCheck,
  request: GateRequest,
  { previous, ...readers }: BaselineDeps,
): Promise<Measured> {
  try {
    const own = idsMeasured(check, request);
    for await (const { workflowId, steps } of previous()) {
      const subjects = check.of.map((of): Subject => ({ of, step: succeededStep(steps, of) }));
      if (!isOtherWork(check, subjects, own)) continue;
      const { evidence, comparable } = await measure(check, subjects, readers);
      return { evidence: { ...evidence, source: { ...evidence.source, workflowId } }, comparable };
    }
    return absent(
      `no earlier run of the pipeline that ended well has ${check.of.join(', ')} with work of its own`,
    );
  } catch (error) {
    if (isUnimplemented(error)) return absent('this Temporal server cannot list workflows');
    throw error;
  }
}

const readsScores = ({ evaluation, between }: GateCheck): boolean =>
  evaluation !== undefined || between !== undefined;

/** The runs that are counted, or the experiments whose scores are read. */
const idsOf = (check: GateCheck, { runIds, experimentIds }: MeasuredStep): string[] =>
  readsScores(check) ? [...runIds, ...experimentIds] : runIds;

const idsMeasured = (check: GateCheck, { steps }: GateRequest): Set<string> =>
  new Set(steps.filter(({ of }) => check.of.includes(of)).flatMap((step) => idsOf(check, step)));

/**
 * A rerun keeps runs of the execution it repeats, and a pipeline may evaluate the same experiment each time: to compare
 * those with themselves would show no difference ever.
 */
const isOtherWork = (check: GateCheck, subjects: readonly Subject[], own: ReadonlySet<string>): boolean =>
  subjects.every(({ step }) => step !== null && !idsOf(check, step).some((id) => own.has(id)));

const GRPC_UNIMPLEMENTED = 12;

function isUnimplemented(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (error as { code?: unknown }).code === GRPC_UNIMPLEMENTED || isUnimplemented(error.cause);
}
