import type { TriggerFields } from '../../src/model/api/requests.js';
import type { WaitPolicy } from '../../src/model/api/policies.js';
import type { Reported } from './judge-trial.js';
import type { Shape } from './kinds/kind.js';

export type SubjectName = 'product' | 'retry loop' | 'remember the id';

/** What a trial asks of the subject. */
export interface TrialIntent {
  readonly id: string;
  readonly shape: Shape;
  /** One task, or two for a pipeline. */
  readonly tasks: readonly { readonly taskId: string; readonly trigger: TriggerFields }[];
  /** The run to wait for, where it was started by somebody else. */
  readonly runId: string | null;
  readonly wait: WaitPolicy;
}

/** What is on trial: a program that can be killed, and whoever asks it for runs and for their ends. */
export interface Subject {
  readonly name: SubjectName;
  /** Requests beside looks that it needs for an undisturbed intent. */
  readonly neededRequests: number;
  start(intent: TrialIntent): Promise<void>;
  cancel(id: string): Promise<void>;
  hasEnded(id: string): boolean;
  /** What it says in the end of each task of the intent; `never-ended` after the limit. */
  end(id: string, limitMs: number): Promise<readonly Reported[]>;
  /** Whether it has put on record that the trigger was answered. */
  isAnswerRecorded(id: string): Promise<boolean>;
  /** SIGKILL of the program. */
  kill(): Promise<void>;
  /** Starts the program again. */
  revive(): Promise<void>;
}
