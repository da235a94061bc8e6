import { startDevServer } from '../../../src/temporal/start-dev-server.js';

/** Run as a process of its own, to be killed: starts a dev server, tells its process id and stays. */
const [executable = ''] = process.argv.slice(2);
const { pid, address } = await startDevServer({ executable });
process.send?.({ pid, address });
