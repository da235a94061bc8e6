import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const ROOMS = [
  ...[
    'activities',
    'ax',
    'calendar',
    'commands',
    'config',
    'expressions',
    'model',
    'report',
    'simulator',
    'files',
  ],
  ...['statistics', 'temporal', 'terminal', 'workflows'],
];

/** Files beside the rooms. */
const ENTRIES = ['client', 'config', 'create-worker', 'log-as-json', 'starter', 'testing', 'worker'];

/**
 * The walls of design/overview.md: what a room may import at run time, beside itself. `import type` may go anywhere
 * (allowTypeImports). `node:` is one of the packages; nothing but these may be imported from outside.
 */
const rooms = {
  model: { rooms: [], packages: [] },
  ax: { rooms: ['model'], packages: ['node:', 'zod', 'undici'] },
  calendar: { rooms: ['model'], packages: ['temporal-polyfill'] },
  files: { rooms: ['calendar', 'expressions', 'model'], packages: ['zod', 'yaml'] },
  expressions: { rooms: ['model'], packages: ['@marcbachmann/cel-js'] },
  statistics: { rooms: ['model'], packages: ['simple-statistics'] },
  report: { rooms: ['model'], packages: [] },
  activities: {
    rooms: ['ax', 'calendar', 'expressions', 'files', 'statistics', 'model'],
    packages: ['node:', '@temporalio/activity', '@temporalio/common'],
  },
  workflows: { rooms: ['model'], packages: ['@temporalio/workflow', '@temporalio/common'] },
  commands: {
    rooms: ['calendar', 'config', 'files', 'model', 'temporal', 'terminal', 'report'],
    packages: ['node:', 'commander', '@temporalio/client'],
    entries: ['config'],
  },
  terminal: { rooms: ['model'], packages: ['node:', 'string-width'] },
  temporal: { rooms: ['model'], packages: ['node:', 'protobufjs', 'yauzl', '@temporalio/'] },
  simulator: { rooms: ['model', 'ax'], packages: ['node:', 'zod'] },
  config: { rooms: ['ax', 'model', 'temporal'], packages: ['node:'] },
};

const oneOf = (names) => `(?:${names.join('|')})`;

const wall = ([room, { rooms: others, packages, entries = [] }]) => {
  const strange = ROOMS.filter((name) => name !== room && !others.includes(name));
  const forbidden = [
    `^(?!\\.{1,2}/${packages.map((name) => `|${name}${/\W$/.test(name) ? '' : '(?:/|$)'}`).join('')})`,
    `^(?:\\.\\./)+${oneOf(strange)}/`,
    // The programs and entries beside the rooms.
    `^(?:\\.\\./)+${oneOf(ENTRIES.filter((name) => !entries.includes(name)))}\\.js$`,
  ];
  const allowed = [...others.map((name) => `${name}/`), ...packages].join(', ') || 'nothing';
  const message = `${room}/ may import ${allowed} (design/overview.md)`;
  const patterns = forbidden.map((regex) => ({ regex, message, allowTypeImports: true }));
  return {
    files: [`src/${room}/**/*.ts`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
};

const walls = Object.entries(rooms).map(wall);

const noEnv = {
  files: ['src/**/*.ts'],
  ignores: ['src/config.ts'],
  rules: {
    'no-restricted-properties': [
      'error',
      { object: 'process', property: 'env', message: 'config.ts is the only reader of the environment.' },
    ],
  },
};

const deterministic = {
  files: ['src/workflows/**/*.ts', 'src/model/**/*.ts'],
  rules: {
    'no-restricted-globals': [
      'error',
      ...['process', 'Buffer', 'setInterval', 'setImmediate', 'fetch', 'performance'].map((name) => ({
        name,
        message: 'Not deterministic, or not there inside a workflow.',
      })),
    ],
  },
};

const style = {
  rules: {
    '@typescript-eslint/no-explicit-any': 'error',
    '@typescript-eslint/no-floating-promises': 'error',
    '@typescript-eslint/no-misused-promises': 'error',
    '@typescript-eslint/only-throw-error': 'error',
    '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    '@typescript-eslint/consistent-type-imports': 'error',
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    'no-restricted-syntax': [
      'error',
      { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
      { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
    ],
    'max-lines': ['error', { max: 260, skipBlankLines: true, skipComments: true }],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    eqeqeq: 'error',
  },
};

export default tseslint.config(
  // Examples are packages of their own; test/package checks their types against what is packed.
  { ignores: ['**/dist', 'node_modules', 'coverage', 'examples'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  style,
  ...walls,
  noEnv,
  deterministic,
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
  {
    files: ['**/*.js', '**/*.config.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-restricted-syntax': 'off' },
    languageOptions: {
      parserOptions: { projectService: false, project: null },
      globals: { console: 'readonly', URL: 'readonly', process: 'readonly' },
    },
  },
);
