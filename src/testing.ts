/**
 * For tests: a pretend Arize AX on the loopback interface, which keeps a journal of all that was asked of it, and the
 * executables of Temporal's servers.
 */
export { startSimulator } from './simulator/index.js';
export type * from './simulator/index.js';
export { ensureTemporalServer } from './ensure-temporal-server.js';
export type { EnsureTemporalServerOptions } from './ensure-temporal-server.js';
export type { ServerTool } from './temporal/binaries/pinned-binaries.js';
export { ServerNotFoundError } from './temporal/binaries/server-not-found-error.js';
