// Bundles the workflows once, at build time: a production worker starts without webpack and runs exactly what was built.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error };
const { code } = await bundleWorkflowCode({ workflowsPath: at('../dist/workflows/index.js'), logger: quiet });
await writeFile(at('../dist/workflow-bundle.js'), code);
