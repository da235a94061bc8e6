import { forBaseline } from './for-baseline.js';
import { isBad } from './is-bad.js';
import { judgeTrial, type Reported, type TrialRecord } from './judge-trial.js';
import type { Script, Target } from './kinds/kind.js';
import type { TrialPlan } from './plan-trials.js';
import { prepareTrial, type PreparedTrial } from './prepare-trial.js';
import { createRandom } from './random.js';
import { firstFaultAtMs, recordIntents } from './record-intents.js';
import type { TrialResult, TrialStage } from './trial-result.js';
import { waitFor } from './wait-for.js';

const ARRIVAL_LIMIT_MS = 60_000;
const END_LIMIT_MS = 300_000;
const RARE_END_LIMIT_MS = 900_000;
/** A baseline is sure to end at once or never: it has no timeouts to wait for. */
const BASELINE_END_LIMIT_MS = 90_000;

/** One trial from its tasks to its judgement. */
export class Trial {
  readonly plan: TrialPlan;
  readonly script: Script;
  readonly id: string;
  readonly #stage: TrialStage;
  readonly #isHeld: boolean;
  #prepared: PreparedTrial | null = null;
  #startedAtMs = 0;
  #disturbedAtMs: number | null = null;
  #hasArrived = false;

  constructor(plan: TrialPlan, stage: TrialStage) {
    this.plan = plan;
    this.#stage = stage;
    const script = plan.kind.script(createRandom(plan.seed), plan.cancel);
    this.script = stage.subject.name === 'product' ? script : forBaseline(script);
    this.id = `${stage.subject.name.replaceAll(' ', '-')}-${plan.number}`;
    this.#isHeld = isHeld(plan, this.script);
  }

  get isHeldInTrigger(): boolean {
    return this.script.point?.by === 'proxy' || targetOf(this.script) === 'trigger';
  }

  /** The cancel of a kill comes before it or after it, as chance has it. */
  get cancelsAfterKill(): boolean {
    return this.plan.seed % 2 === 1;
  }

  /** The point is in the cancel itself, which was sent to come there. */
  get cancelsInPoint(): boolean {
    return targetOf(this.script) === 'cancel';
  }

  /** Creates the tasks, and what is to go wrong. */
  async prepare(): Promise<void> {
    const how = { id: this.id, isHeld: this.#isHeld };
    this.#prepared = await prepareTrial(this.plan, this.script, how, this.#stage);
  }

  async start(): Promise<void> {
    this.#startedAtMs = Date.now();
    const { shape, wait = { pollIntervalMs: 1000 } } = this.script;
    const { tasks, attachedRunId: runId } = this.#own;
    await this.#stage.subject.start({ id: this.id, shape, tasks, runId, wait });
  }

  /** Waits until the trial is where it is to be stopped, or until `giveUp` says so. A cancel that leads there is sent. */
  async arrive(giveUp = (): boolean => false): Promise<void> {
    if (this.cancelsInPoint && this.plan.cancel) {
      await this.#waitFor(() => this.#counts.looks > 0);
      await this.cancel();
    }
    if (!this.#isHeld) return;
    await this.#waitFor(() => this.isStopped() || giveUp());
    this.#hasArrived = this.isStopped();
  }

  isStopped(): boolean {
    const { service, cut } = this.#stage;
    const { holdId } = this.#own;
    if (holdId !== null) return service.simulator.heldBy(holdId) > 0;
    return cut.atPointMs(this.#taskId) !== null;
  }

  isAnswerDelivered(): boolean {
    return this.#stage.cut.isDelivered(this.#taskId);
  }

  isAnswerRecorded(): Promise<boolean> {
    return this.#stage.subject.isAnswerRecorded(this.id);
  }

  cancel(): Promise<void> {
    return this.#stage.subject.cancel(this.id);
  }

  /** Something was killed or cut off now. */
  disturb(): void {
    this.#disturbedAtMs ??= Date.now();
  }

  /** Lets go of what was held there; a request after it is not held. */
  release(): void {
    const { service, cut } = this.#stage;
    const { holdId } = this.#own;
    if (holdId !== null) service.simulator.removeFaults(holdId);
    if (this.script.point?.by === 'proxy') cut.forget(this.#taskId);
  }

  /** Runs a trial that needs nothing killed. */
  async runAlone(): Promise<TrialResult> {
    await this.prepare();
    await this.start();
    await this.arrive();
    const { interference } = this.script;
    if (interference === 'delete-task') await this.#deleteTask();
    if (interference === 'release-at-second-post') await this.#waitFor(() => this.#counts.triggers > 1);
    if (interference === 'release-after-end') return this.#finishLate();
    if (this.plan.cancel && !this.cancelsInPoint) await this.cancel();
    if (this.#isHeld) this.release();
    return this.finish();
  }

  /** Waits for the end and judges it. */
  async finish(): Promise<TrialResult> {
    const reported = await this.#stage.subject.end(this.id, this.#endLimitMs);
    return this.#judge(reported, Date.now());
  }

  async #finishLate(): Promise<TrialResult> {
    const reported = await this.#stage.subject.end(this.id, END_LIMIT_MS);
    const endedAtMs = Date.now();
    const runsBefore = this.#runCount();
    this.release();
    await waitFor(() => this.#runCount() > runsBefore, ARRIVAL_LIMIT_MS);
    return this.#judge(reported, endedAtMs);
  }

  #judge(reported: readonly Reported[], endedAtMs: number): TrialResult {
    const { service, subject, cut } = this.#stage;
    const intents = recordIntents(this.#own, service, reported);
    const isUndisturbed = this.plan.kind.family === 'undisturbed';
    const faultAtMs = cut.atPointMs(this.#taskId) ?? firstFaultAtMs(intents);
    const record: TrialRecord = {
      intents,
      taskDeleted: this.script.interference === 'delete-task',
      mayFailAs: this.script.mayFailAs ?? [],
      neededRequests: subject.neededRequests,
      disturbedAtMs: isUndisturbed ? null : (this.#disturbedAtMs ?? faultAtMs),
      startedAtMs: this.#startedAtMs,
      endedAtMs,
    };
    this.#clear();
    const judgement = judgeTrial(record);
    const hasArrived = this.#hasArrived || !this.#isHeld;
    const { plan } = this;
    return {
      plan,
      subject: subject.name,
      judgement,
      reported,
      hasArrived,
      record: isBad(judgement) ? record : null,
    };
  }

  get #endLimitMs(): number {
    if (this.#stage.subject.name !== 'product') return BASELINE_END_LIMIT_MS;
    return this.plan.kind.rare === true ? RARE_END_LIMIT_MS : END_LIMIT_MS;
  }

  #runCount(): number {
    return this.#stage.service.record(this.#taskId, this.#own.sinceSeq).runs.length;
  }

  get #counts() {
    return this.#stage.service.count(this.#taskId);
  }

  get #own(): PreparedTrial {
    if (this.#prepared === null) throw new Error(`trial ${this.id} is not prepared`);
    return this.#prepared;
  }

  get #taskId(): string {
    return this.#own.tasks[0].taskId;
  }

  async #waitFor(condition: () => boolean, limitMs = ARRIVAL_LIMIT_MS): Promise<void> {
    const { subject } = this.#stage;
    await waitFor(() => condition() || subject.hasEnded(this.id), limitMs);
  }

  /** Not before the wait has begun, however long that takes: a task that is deleted before it is another trouble. */
  async #deleteTask(): Promise<void> {
    await this.#waitFor(() => this.#counts.looks > 0, END_LIMIT_MS);
    await this.#stage.service.deleteTask(this.#taskId);
    this.disturb();
  }

  #clear(): void {
    const { holdId, faultIds } = this.#own;
    const { service, cut } = this.#stage;
    for (const id of holdId === null ? faultIds : [holdId, ...faultIds]) service.simulator.removeFaults(id);
    cut.forget(this.#taskId);
  }
}

const targetOf = ({ point }: Script): Target | null => (point?.by === 'simulator' ? point.target : null);

/** Whether the first request that meets the trouble is held: to be killed there, to be cancelled there, or for later. */
function isHeld({ kind, cancel }: TrialPlan, script: Script): boolean {
  if (script.point === null || script.interference === 'delete-task') return false;
  if (kind.lane !== 'answers' || script.interference !== undefined) return true;
  return cancel && targetOf(script) !== 'cancel';
}
