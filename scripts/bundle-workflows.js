// Bundles the workflows at build time: a production worker starts without webpack and runs exactly what was built. One
// bundle leaves the messages of failures readable; the other puts them into payloads, for workers that encrypt those.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error };
const workflowsPath = at('../dist/workflows/index.js');
const failureConverterPath = at('../dist/temporal/encryption/encoded-failures.js');

async function bundle(file, options) {
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: quiet, ...options });
  await writeFile(at(`../dist/${file}`), code);
}

await bundle('workflow-bundle.js', {});
await bundle('workflow-bundle.encrypted.js', { failureConverterPath });
