// Bundles the worker program at build time: one file for its main thread, one for the thread that runs workflows. As
// single modules it loads 1,300 files, and the messages of all of Temporal's services in each thread.
import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { fewerMessages } from './bundle/fewer-messages.js';
import * as lighter from './bundle/lighter-packages.js';
import { namingFolders, workflowFolder } from './bundle/naming-folders.js';
import { writeBundles } from './bundle/write-bundle.js';

const THREAD = 'workflow-thread';
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const folder = `${dist}/worker-bundle`;
const threadEntry = `${workflowFolder}/workflow-worker-thread.js`;

const main = {
  name: 'main',
  entry: `${dist}/run-worker.js`,
  plugins: [
    fewerMessages(namingFolders.worker),
    lighter.threadBeside(`${THREAD}.cjs`),
    lighter.coreWhereInstalled,
    lighter.noBundler,
    lighter.compiledOnce,
    lighter.undiciWithoutFetch,
  ],
};
const thread = {
  name: THREAD,
  entry: threadEntry,
  plugins: [fewerMessages(namingFolders.thread), lighter.coreWhereInstalled, lighter.noGrpc],
};

await writeBundles(folder, [main, thread]);
// The package source-map reads it from beside its own code.
cpSync(createRequire(threadEntry).resolve('source-map/lib/mappings.wasm'), `${folder}/mappings.wasm`);
