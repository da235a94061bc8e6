import type { Worker } from '@temporalio/worker';
import type { AxClient, RequestReport } from '../../ax/index.js';
import type { HealthAnswer, HealthAnswers } from './health-server.js';
import type { Part, Parts } from './part.js';
import { repeat } from './repeat.js';
import type { Repetition } from './repeat.js';
import { SERVICE_INTERVALS, ServiceHealth } from './service-health.js';
import type { ServiceIntervals } from './service-health.js';
import { TEMPORAL_INTERVALS, TemporalHealth } from './temporal-health.js';
import type { TemporalIntervals } from './temporal-health.js';

export interface HealthIntervals {
  service: ServiceIntervals;
  temporal: TemporalIntervals;
}

const INTERVALS: HealthIntervals = { service: SERVICE_INTERVALS, temporal: TEMPORAL_INTERVALS };

/** What is watched of a worker that runs. */
export interface Watched {
  worker: Pick<Worker, 'getStatus'>;
  connection: ConstructorParameters<typeof TemporalHealth>[0];
  namespace: string;
  ax: Pick<AxClient, 'listSpaces'>;
}

/** Gathers what a worker's probes ask for. Before {@link WorkerHealth.watch} the worker is starting: alive, and not ready. */
export class WorkerHealth {
  readonly #intervals: HealthIntervals;
  readonly #service: ServiceHealth;
  #temporal: TemporalHealth | null = null;
  #worker: Watched['worker'] | null = null;
  #repetitions: Repetition[] = [];

  constructor(intervals = INTERVALS) {
    this.#intervals = intervals;
    this.#service = new ServiceHealth(intervals.service);
  }

  /** For the client of Arize AX. */
  observe = (report: RequestReport): void => this.#service.observe(report);

  /** A worker was made, which includes loading its workflows. */
  watch({ worker, connection, namespace, ax }: Watched): void {
    const temporal = new TemporalHealth(connection, namespace, this.#intervals.temporal);
    this.#worker = worker;
    this.#temporal = temporal;
    this.#repetitions = [repeat(() => temporal.check()), repeat((stopped) => this.#service.ask(ax, stopped))];
  }

  /** Asks nothing any more: connection and client may be closed afterwards. */
  async stop(): Promise<void> {
    await Promise.all(this.#repetitions.map((each) => each.stop()));
  }

  get answers(): HealthAnswers {
    return { '/livez': () => this.#live(), '/readyz': () => this.#ready() };
  }

  #live(): HealthAnswer {
    const hasFailed = this.#worker !== null && workerPart(this.#worker).reason === FAILED;
    return { ok: !hasFailed, body: { status: hasFailed ? 'failed' : 'alive' } };
  }

  #ready(): HealthAnswer {
    const parts: Parts = {
      worker: this.#worker === null ? STARTING : workerPart(this.#worker),
      workflows: this.#worker === null ? NOT_LOADED : LOADED,
      temporal: this.#temporal?.part ?? { ok: false, reason: 'not asked yet', lastOkAt: null },
      service: this.#service.service,
      key: this.#service.key,
    };
    const ok = Object.values(parts).every((part) => part.ok);
    return { ok, body: { status: ok ? 'ready' : 'not ready', parts } };
  }
}

const STARTING: Part = { ok: false, reason: 'the worker is starting' };
const NOT_LOADED: Part = { ok: false, reason: 'the workflows are not loaded yet' };
const LOADED: Part = { ok: true, reason: 'the workflows are loaded' };
const FAILED = 'the worker has failed';

function workerPart(worker: Watched['worker']): Part {
  const { runState, workflowPollerState, activityPollerState } = worker.getStatus();
  const pollers = [workflowPollerState, activityPollerState];
  if (runState === 'FAILED' || pollers.includes('FAILED')) return { ok: false, reason: FAILED };
  if (runState === 'INITIALIZED') return STARTING;
  if (runState !== 'RUNNING') return { ok: false, reason: 'the worker is stopping: it takes no new work' };
  const ok = pollers.every((state) => state === 'POLLING');
  return { ok, reason: ok ? 'the worker polls' : 'the worker does not poll' };
}
