export { AxClient } from './ax-client.js';
export * from './base/errors.js';
export type { CallOptions } from './http/call.js';
export { WORKER_LIMITS, type Limits } from './http/options.js';
export type { PreparedTrigger } from './operations/trigger-run.js';
export type { AxClientOptions, WireCase } from './http/options.js';
export type { Resolved } from './resolve/look-up.js';
