import type { WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';
import type { ProgressView } from '../../terminal/live/progress-view.js';
import type { Session } from '../session/session.js';
import { queueProblem } from '../../client/worker-gap.js';
import type { QueueProblem } from '../../client/worker-gap.js';
import { workerHint } from '../base/explain-client-error.js';
import { cleanText } from '../../terminal/text/text.js';

const OVERDUE_MS = 2500;
/** A dead worker is still counted as one that polls, and its work is handed to another one only after some ten seconds. */
const OVERDUE_BEFORE_SILENCE_MS = 15_000;
const LOOK_EVERY_MS = 5000;

/** Says when work waits and no worker takes it, and again only when that changes. */
export class GapWatch {
  readonly #session: Session;
  readonly #view: ProgressView;
  #said: QueueProblem['kind'] | null = null;
  #lookedAtMs = Number.NEGATIVE_INFINITY;

  constructor(session: Session, view: ProgressView) {
    this.#session = session;
    this.#view = view;
  }

  async look(snapshot: WorkflowSnapshot): Promise<void> {
    const isOverdue = snapshot.status === 'RUNNING' && snapshot.overdueMs > OVERDUE_MS;
    if (!isOverdue) return this.#tell(null);
    if (Date.now() - this.#lookedAtMs < LOOK_EVERY_MS) return;
    this.#lookedAtMs = Date.now();
    const problem = await queueProblem(this.#session.client, snapshot.taskQueue);
    if (problem.kind === 'silent' && snapshot.overdueMs <= OVERDUE_BEFORE_SILENCE_MS) return;
    this.#tell(problem, workerHint(snapshot.taskQueue));
  }

  #tell(problem: QueueProblem | null, hint = ''): void {
    const kind = problem?.kind ?? null;
    if (kind === this.#said) return;
    this.#said = kind;
    this.#view.say(problem === null ? WORKED_ON : `${problem.text} ${hint}`);
  }
}

const WORKED_ON = 'A worker has picked up the work.';

/** Prints how to decide when a step starts to wait for an approval. */
export class ApprovalWatch {
  readonly #flags: string;
  readonly #view: ProgressView;
  readonly #told = new Set<string>();

  constructor({ flags }: Session, view: ProgressView) {
    this.#flags = flags;
    this.#view = view;
  }

  look({ workflowId, steps }: WorkflowSnapshot): void {
    for (const { id, stage, since = '', reason } of steps) {
      const key = `${id} ${since}`;
      if (stage !== 'awaiting-approval' || this.#told.has(key)) continue;
      this.#told.add(key);
      const rest = `${workflowId} ${id}${this.#flags}`;
      this.#view.say(`Step ${id} needs an approval${reason === undefined ? '.' : `: ${cleanText(reason)}`}`);
      this.#view.say(`  ax-tasks pipeline approve ${rest}`);
      this.#view.say(`  ax-tasks pipeline reject ${rest} --reason WHY`);
    }
  }
}
