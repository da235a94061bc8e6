/** Puts something else into a module of a package. Fails if the module has changed, so that an upgrade is noticed. */
const inPlaceOf = (name, id, replacements) => ({
  name,
  transform: {
    filter: { id },
    handler: (code) => replacements.reduce((text, [from, to]) => replaced(text, from, to, id), code),
  },
});

function replaced(code, from, to, id) {
  if (!code.includes(from)) throw new Error(`${id} no longer contains: ${from}`);
  return code.replace(from, () => to);
}

const whole = (name, id, code) => ({ name, load: { filter: { id }, handler: () => code } });

/** The SDK looks for the thread that runs workflows beside the module that starts it. */
export const threadBeside = (file) =>
  inPlaceOf('thread beside', /@temporalio\/worker\/lib\/workflow\/threaded-vm\.js$/, [
    ["require.resolve('./workflow-worker-thread')", `require('node:path').join(__dirname, '${file}')`],
  ]);

/** The native core stays where it is installed: there is one for each platform. */
export const coreWhereInstalled = inPlaceOf('core', /@temporalio\/core-bridge\/common\.js$/, [
  ["path.resolve(__dirname, 'releases'", "path.resolve(coreFolder(), 'releases'"],
  [
    'function getPrebuiltPath() {',
    `function coreFolder() {
  const { createRequire } = require('node:module');
  const sdk = createRequire(__filename).resolve('@temporalio/worker');
  return path.dirname(createRequire(sdk).resolve('@temporalio/core-bridge'));
}

function getPrebuiltPath() {`,
  ],
]);

/** What bundles workflows at start loads webpack. A worker whose workflows were bundled at build time never calls it. */
export const noBundler = whole(
  'no bundler',
  /@temporalio\/worker\/lib\/workflow\/bundler\.js$/,
  'exports.defaultWorkflowInterceptorModules = [];',
);

/** For debuggers alone, the SDK also compiles the workflows in the main thread and keeps them there for ten seconds. */
export const compiledOnce = inPlaceOf('compiled once', /@temporalio\/worker\/lib\/worker\.js$/, [
  [
    'let script = new vm.Script(code, { filename });',
    `if (require('node:inspector').url() === undefined) return { code, sourceMap, filename };
    let script = new vm.Script(code, { filename });`,
  ],
]);

/** The errors of the core can carry metadata of gRPC; those of the thread that runs workflows come from no call. */
export const noGrpc = whole(
  'no gRPC',
  /@grpc\/grpc-js\/build\/src\/index\.js$/,
  'exports.Metadata = undefined;',
);

/** Of undici, what talks to a server; neither its fetch and WebSockets nor its caches and mocks. */
export const undiciWithoutFetch = whole(
  'undici without fetch',
  /\/undici\/index\.js$/,
  `const Dispatcher = require('./lib/dispatcher/dispatcher');
Object.assign(Dispatcher.prototype, require('./lib/api'));
module.exports = {
  Dispatcher,
  Client: require('./lib/dispatcher/client'),
  Pool: require('./lib/dispatcher/pool'),
  ProxyAgent: require('./lib/dispatcher/proxy-agent'),
};
`,
);
