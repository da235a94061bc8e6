import { members, text } from '../base/checks.js';

/** A workflow that somebody started, above all that it started itself. */
export interface RootExecution {
  workflowId: string;
  /** The execution (Temporal run ID). */
  runId: string;
}

/** The header by which the activities of a child know its root. A root's own activities have none: it is their workflow. */
export const ROOT_HEADER = 'ax-root';

const check = members<RootExecution>({ workflowId: text, runId: text });

/** The root in a header; null if there is none, or something else. */
export const rootIn = (value: unknown): RootExecution | null =>
  check(value, ROOT_HEADER) === null ? (value as RootExecution) : null;
