/** What a Temporal server counted of itself: calls by their gRPC method, and writes of histories. */
export interface ServerCalls {
  readonly byMethod: ReadonlyMap<string, number>;
  /** Creations and updates of executions, each of which is a transaction of its database. */
  readonly writes: number;
}

const WRITES = new Set([
  'CreateWorkflowExecution',
  'UpdateWorkflowExecution',
  'ConflictResolveWorkflowExecution',
]);

/** Reads the server's own metrics in the text format of Prometheus. */
export async function readCalls(url: string): Promise<ServerCalls> {
  return parseCalls(await (await fetch(url)).text());
}

function parseCalls(text: string): ServerCalls {
  const byMethod = new Map<string, number>();
  let writes = 0;
  for (const line of text.split('\n')) {
    const [, metric, labels = '', value] = /^(\w+)\{(.*)\} (\S+)$/.exec(line) ?? [];
    const operation = /(?:^|,)operation="([^"]*)"/.exec(labels)?.[1];
    if (operation === undefined) continue;
    const isFrontend = metric === 'service_requests' && labels.includes('service_name="frontend"');
    if (isFrontend) byMethod.set(operation, (byMethod.get(operation) ?? 0) + Number(value));
    if (metric === 'persistence_requests' && WRITES.has(operation)) writes += Number(value);
  }
  return { byMethod, writes };
}

/** How often a method was called between two readings; null where they are missing. */
export const callsBetween = (
  before: ServerCalls | null,
  after: ServerCalls | null,
  method: string,
): number | null =>
  before === null || after === null
    ? null
    : (after.byMethod.get(method) ?? 0) - (before.byMethod.get(method) ?? 0);
