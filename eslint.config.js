import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const exportsAndEnums = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
];

/** Whole environments may be handed on, to configuration readers and to child processes; no variable is read from them. */
const environment = [
  'MemberExpression[object.name=process][property.name=env]',
  'MemberExpression[object.name=env]',
  'MemberExpression[object.property.name=env]',
  'VariableDeclarator[init.name=env] > ObjectPattern',
  'VariableDeclarator[init.property.name=env] > ObjectPattern',
].map((selector) => ({ selector, message: 'Only config/ reads the environment.' }));

const noEnv = {
  files: ['src/**/*.ts'],
  ignores: ['src/config/**'],
  rules: { 'no-restricted-syntax': ['error', ...exportsAndEnums, ...environment] },
};

/** What is declared by a module itself, or exported by it. */
const atTopLevel = (selector) =>
  ['Program', 'Program > ExportNamedDeclaration'].map(
    (parent) => `${parent} > VariableDeclaration${selector}`,
  );

/** All workflows of a worker share these modules (workflows/preload.ts). */
const stateOfModules = [
  ...atTopLevel("[kind='let']"),
  ...atTopLevel(
    ' > VariableDeclarator > NewExpression[callee.name=/^(Weak)?(Map|Set)$/][arguments.length=0]',
  ),
  ...atTopLevel(' > VariableDeclarator > ArrayExpression[elements.length=0]'),
  ...atTopLevel(' > VariableDeclarator > ObjectExpression[properties.length=0]'),
  'PropertyDefinition[static=true][readonly!=true]',
].map((selector) => ({
  selector,
  message: 'All workflows would share it: only callable/ may keep state in modules.',
}));

const stateless = {
  files: ['src/workflows/**/*.ts', 'src/model/**/*.ts'],
  ignores: ['src/workflows/callable/**'],
  rules: { 'no-restricted-syntax': ['error', ...exportsAndEnums, ...environment, ...stateOfModules] },
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
    'no-restricted-syntax': ['error', ...exportsAndEnums],
    'max-lines': ['error', { max: 260, skipBlankLines: true, skipComments: true }],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    eqeqeq: 'error',
  },
};

const throughClient = {
  files: ['src/commands/**/*.ts'],
  rules: {
    'no-restricted-syntax': [
      'error',
      ...exportsAndEnums,
      ...environment,
      {
        selector: "MemberExpression[property.name='getHandle']",
        message: 'Commands start, ask and steer workflows and schedules through client/ alone.',
      },
    ],
  },
};

export default tseslint.config(
  // Examples are packages of their own; test/package checks their types against what is packed.
  { ignores: ['**/dist', 'node_modules', 'coverage', 'examples'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  style,
  noEnv,
  stateless,
  deterministic,
  throughClient,
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
