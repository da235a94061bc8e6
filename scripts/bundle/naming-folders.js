import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const dist = fileURLToPath(new URL('../../dist', import.meta.url));

const sdk = (...names) => names.map((name) => dirname(require.resolve(`@temporalio/${name}`)));
const rooms = (...names) => names.map((name) => join(dist, name));

/** Where the workflow thread of the SDK's worker is. */
export const workflowFolder = join(...sdk('worker'), 'workflow');

/** The folders whose code names the messages that each bundle sends or receives. */
export const namingFolders = {
  cli: [...sdk('client', 'common'), ...rooms('client', 'commands', 'temporal')],
  worker: [
    ...sdk('activity', 'client', 'common', 'worker', 'workflow'),
    ...rooms('activities', 'client/run', 'temporal', 'worker'),
  ],
  thread: [...sdk('common', 'workflow'), workflowFolder],
};
