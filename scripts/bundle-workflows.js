// Bundles the workflows at build time: a production worker starts without webpack and runs exactly what was built. One
// bundle leaves the messages of failures readable; the other puts them into payloads, for workers that encrypt those.
import { stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { toAscii } from './bundle/write-bundle.js';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error };
const workflowsPath = at('../dist/workflows/index.js');
const preloadModules = [at('../dist/workflows/preload.js')];
const workflowInterceptorModules = ['interceptors', 'trace-interceptors'].map((name) =>
  at(`../dist/workflows/${name}.js`),
);
const failureConverterPath = at('../dist/temporal/encryption/encoded-failures.js');
const bundles = { 'workflow-bundle.js': {}, 'workflow-bundle.encrypted.js': { failureConverterPath } };

// Lines are enough for stack traces. With columns and with the text of the sources the map is ten times as large.
const webpackConfigHook = (config) => ({ ...config, devtool: 'inline-nosources-cheap-module-source-map' });

// The compiler touches the first of these only when it wrote something, and npm the second when it installed something.
const sources = ['../dist/.tsbuildinfo', '../node_modules/.package-lock.json', './bundle-workflows.js'];

const changedMs = (path) =>
  stat(at(path)).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );

/** Whether each bundle is there and newer than what it is made of. */
async function areCurrent() {
  const made = await Promise.all(Object.keys(bundles).map((file) => changedMs(`../dist/${file}`)));
  const changed = await Promise.all(sources.map(changedMs));
  return Math.min(...made.map((ms) => ms ?? -Infinity)) > Math.max(...changed.map((ms) => ms ?? Infinity));
}

if (!(await areCurrent())) {
  const shared = {
    workflowsPath,
    preloadModules,
    workflowInterceptorModules,
    webpackConfigHook,
    logger: quiet,
  };
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  for (const [file, options] of Object.entries(bundles)) {
    const { code } = await bundleWorkflowCode({ ...shared, ...options });
    await writeFile(at(`../dist/${file}`), toAscii(code));
  }
}
