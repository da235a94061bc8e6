import type { WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';
import type { ProgressView } from '../../terminal/live/progress-view.js';
import { cleanText } from '../../terminal/text/text.js';
import type { Session } from '../session/session.js';

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
