import { failure } from '../shared/failures.js';

/** Where Temporal's SDK keeps the exports of the workflows file. Nothing is checked where another SDK keeps them elsewhere. */
interface Sandbox {
  __TEMPORAL__?: { importWorkflows?: () => Record<string, unknown> };
}

/**
 * Fails as `InvalidInput` if the caller's worker does not know the workflow that it is to run as a child: the child
 * would be retried forever, and its caller hang.
 */
export function requireExported(workflow: string): void {
  const exported = (globalThis as Sandbox).__TEMPORAL__?.importWorkflows?.();
  if (exported === undefined || typeof exported[workflow] === 'function') return;
  throw failure(
    'InvalidInput',
    `${workflow} runs as a child of the workflow that calls it, but the worker's workflows file does not export it: add ` +
      "export * from 'ax-tasks-temporal/workflows'",
  );
}
