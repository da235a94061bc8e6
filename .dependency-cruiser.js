/**
 * The house: what may import what (docs/design.md section 3). `npm run lint:house` runs these rules.
 *
 * At run time a room may import itself, the rooms named here, and the packages named here (`node:` stands for all of
 * Node's own modules, `node:crypto` for one). Types may come from any room, except in `client/`.
 */
const rooms = {
  model: { rooms: [], packages: [] },
  statistics: { rooms: ['model'], packages: ['jstat', 'simple-statistics'] },
  calendar: { rooms: ['model'], packages: ['temporal-polyfill'] },
  expressions: { rooms: ['model'], packages: ['@marcbachmann/cel-js'] },
  report: { rooms: ['model'], packages: [] },
  terminal: { rooms: ['model'], packages: ['node:', 'string-width'] },
  files: { rooms: ['calendar', 'config', 'expressions', 'model'], packages: ['zod', 'yaml'] },
  ax: { rooms: ['model'], packages: ['node:', 'zod', 'undici'] },
  simulator: { rooms: [], packages: ['node:', 'zod'] },
  receivers: { rooms: ['ax', 'model'], packages: ['node:', 'nodemailer'] },
  temporal: { rooms: ['model'], packages: ['node:', 'protobufjs', 'yauzl', '@temporalio/[^/]+'] },
  config: { rooms: ['ax', 'model', 'temporal'], packages: ['node:', 'zod'] },
  workflows: { rooms: ['model'], packages: ['@temporalio/(workflow|common)'] },
  activities: {
    rooms: ['ax', 'calendar', 'expressions', 'files', 'statistics', 'model'],
    packages: ['node:', '@temporalio/(activity|common)'],
  },
  worker: { rooms: ['ax', 'config', 'model'], packages: ['node:', '@temporalio/(worker|common)'] },
  traces: {
    rooms: ['model'],
    packages: ['node:', '@opentelemetry/[^/]+', '@temporalio/(activity|client|common|worker)'],
  },
  client: {
    rooms: ['model', 'temporal'],
    // Fingerprints, ids of its own, and pauses between polls.
    packages: ['node:crypto', 'node:timers/promises', '@temporalio/client'],
  },
  commands: {
    rooms: [
      ...['calendar', 'client', 'config', 'files', 'model', 'report', 'statistics', 'temporal', 'terminal'],
      'traces',
    ],
    packages: ['node:', 'commander'],
  },
};

/** Features of the model: each may import itself and those before it, types included. */
const features = [
  ...[
    'base',
    'time',
    'api',
    'notification',
    'run',
    'task',
    'quality',
    'gate',
    'coverage',
    'pipeline',
    'fan-out',
    'schedule',
  ],
  ...['backfill', 'sweep', 'temporal'],
];

const oneOf = (names) => `(${names.join('|')})`;

const wall = ([room, allowed]) => ({
  name: `room ${room}`,
  comment: `${room}/ may import ${[...allowed.rooms.map((name) => `${name}/`), ...allowed.packages].join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: {
    path: '^src/',
    pathNot: `^src/${oneOf([room, ...allowed.rooms])}/`,
    dependencyTypesNot: ['type-only'],
  },
});

const packages = ([room, allowed]) => {
  const names = allowed.packages.filter((name) => !name.startsWith('node:'));
  const modules = allowed.packages.flatMap((name) => /^node:(.+)$/.exec(name)?.[1] ?? []);
  const outside = {
    name: `packages of ${room}`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    to: {
      path: '^node_modules/',
      ...(names.length === 0 ? {} : { pathNot: `^node_modules/${oneOf(names)}/` }),
      dependencyTypesNot: ['type-only'],
    },
  };
  const node = {
    name: `Node's modules in ${room}`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    to: {
      ...(modules.length === 0 ? {} : { pathNot: `^${oneOf(modules)}$` }),
      dependencyTypes: ['core'],
      dependencyTypesNot: ['type-only'],
    },
  };
  return allowed.packages.includes('node:') ? [outside] : [outside, node];
};

/** What is public as `./client` says nothing of the CLI, not even in its types. */
const clientTypes = {
  name: 'types of client',
  severity: 'error',
  from: { path: '^src/client/' },
  to: { path: '^src/', pathNot: '^src/(client|model|temporal)/' },
};

const order = features.map((feature, index) => ({
  name: `model feature ${feature}`,
  comment: `model/${feature}/ may import ${features.slice(0, index).join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^src/model/${feature}/` },
  to: { path: '^src/model/', pathNot: `^src/model/${oneOf(features.slice(0, index + 1))}/` },
}));

export default {
  forbidden: [
    { name: 'circle of files', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(rooms).flatMap((entry) => [wall(entry), ...packages(entry)]),
    ...order,
    clientTypes,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
