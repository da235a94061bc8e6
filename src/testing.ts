/** For tests: a pretend Arize AX on the loopback interface, which keeps a journal of all that was asked of it. */
export { startSimulator } from './simulator/index.js';
export type * from './simulator/index.js';
