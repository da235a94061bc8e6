/** How a workflow ended without a result. */
export interface WorkflowFailure {
  kind: 'failed' | 'terminated' | 'cancelled' | 'timed-out';
  /** The failure type, such as `AxNotFound`; null if it has none. */
  type: string | null;
  /** For people. */
  message: string;
}

interface Cause extends Error {
  type?: unknown;
}

/** Why a workflow failed, from Temporal's `WorkflowFailedError`; null for other errors. */
export function failureOf(error: Error): WorkflowFailure | null {
  if (error.name !== 'WorkflowFailedError') return null;
  const chain = causesOf(error);
  const ours = chain.findLast(({ name }) => name === 'ApplicationFailure');
  if (ours !== undefined)
    return {
      kind: 'failed',
      type: typeof ours.type === 'string' ? ours.type : null,
      message: ours.message,
    };
  const names = chain.map(({ name }) => name);
  const other = OTHERS.find(([name]) => names.includes(name));
  if (other !== undefined) return { kind: other[1], type: null, message: other[2] };
  return { kind: 'failed', type: null, message: chain.at(-1)?.message ?? error.message };
}

const OTHERS: readonly (readonly [string, WorkflowFailure['kind'], string])[] = [
  [
    'TerminatedFailure',
    'terminated',
    'The workflow was terminated, so nothing was cleaned up: its run may still be active.',
  ],
  ['CancelledFailure', 'cancelled', 'The workflow was cancelled.'],
  [
    'TimeoutFailure',
    'timed-out',
    'The worker did not finish in time. It is unknown whether the request reached the service.',
  ],
];

function causesOf(error: Error): Cause[] {
  const chain: Cause[] = [];
  for (let at: unknown = error.cause; at instanceof Error && chain.length < 20; at = at.cause) chain.push(at);
  return chain;
}
