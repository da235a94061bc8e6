import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * The walls of docs/design.md section 3. A room lists what it may NOT import at run time;
 * `import type` may go anywhere (allowTypeImports).
 */
const rooms = {
  model: {
    why: 'model/ is pure: it imports nothing outside model/ (docs/design.md section 3)',
    forbidden: ['^(?!\\./).*'],
  },
  ax: {
    why: 'ax/ is the network border: model/, zod and undici only (docs/design.md section 3)',
    forbidden: [
      '^@temporalio/',
      '^commander',
      '^yaml$',
      '/(activities|workflows|commands|temporal|simulator|spec)/',
    ],
  },
  spec: {
    why: 'spec/ is the file border: model/, zod and yaml only (docs/design.md section 3)',
    forbidden: [
      '^@temporalio/',
      '^undici',
      '^commander',
      '/(ax|activities|workflows|commands|temporal|simulator)/',
    ],
  },
  activities: {
    why: 'activities/ may use ax/, model/, @temporalio/activity and @temporalio/common (docs/design.md section 3)',
    forbidden: [
      '^@temporalio/(?!activity|common)',
      '^(undici|zod|yaml|commander)',
      '/(workflows|commands|temporal|simulator|spec)/',
      '/config\\.js$',
    ],
  },
  workflows: {
    why: 'workflows/ is deterministic: model/, @temporalio/workflow and @temporalio/common (docs/design.md section 3)',
    forbidden: [
      '^@temporalio/(?!workflow|common)',
      '^(node:|undici|zod|yaml|commander)',
      '/(activities|ax|spec|commands|temporal|simulator)/',
      '/config\\.js$',
    ],
  },
  commands: {
    why: 'commands/ may use spec/, model/, temporal/ and @temporalio/client (docs/design.md section 3)',
    forbidden: [
      '^@temporalio/(?!client|common)',
      '^(undici|zod|yaml)',
      '/(ax|activities|workflows|simulator)/',
    ],
  },
  terminal: {
    why: 'terminal/ prints: it may use model/ alone (docs/design.md section 3)',
    forbidden: [
      '^@temporalio/',
      '^(undici|zod|yaml|commander)',
      '/(ax|activities|workflows|commands|temporal|simulator|spec)/',
    ],
  },
  temporal: {
    why: 'temporal/ finds, starts and connects to servers: it knows nothing of AX (docs/design.md section 3)',
    forbidden: ['^(undici|yaml|commander)', '/(ax|activities|workflows|commands|simulator|spec)/'],
  },
  simulator: {
    why: 'simulator/ may use model/ and the schemas of ax/ (docs/design.md section 3)',
    forbidden: [
      '^@temporalio/',
      '^(undici|yaml|commander)',
      '/(activities|workflows|commands|temporal|spec)/',
    ],
  },
};

const walls = Object.entries(rooms).map(([room, { why, forbidden }]) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns: forbidden.map((regex) => ({ regex, message: why, allowTypeImports: true })) },
    ],
  },
}));

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
  { ignores: ['dist', 'node_modules', 'coverage'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  style,
  ...walls,
  noEnv,
  deterministic,
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
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
