import { parseArgs } from 'node:util';
import type { SimulatorOptions } from './base/options.js';

/** Raised for an argument that is unknown or makes no sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const FLAGS = {
  port: { type: 'string' },
  host: { type: 'string' },
  seed: { type: 'string' },
  'run-seconds': { type: 'string' },
  looks: { type: 'string' },
  'api-key': { type: 'string' },
  'read-only-api-key': { type: 'string' },
  'second-api-key': { type: 'string' },
  'index-lag-seconds': { type: 'string' },
  'empty-window': { type: 'string' },
  'require-both-ends': { type: 'boolean' },
  'naive-times': { type: 'string' },
  'naive-time-status': { type: 'string' },
  'search-reach-seconds': { type: 'string' },
  'exclusive-span-end': { type: 'boolean' },
  'span-attributes': { type: 'string' },
  'evaluation-metadata': { type: 'string' },
  'metadata-selection': { type: 'string' },
  'experiments-optional': { type: 'boolean' },
  'duplicate-name-status': { type: 'string' },
  'refuse-concurrent-runs': { type: 'boolean' },
  'wire-case': { type: 'string' },
  'http-webhooks': { type: 'boolean' },
  'requests-per-minute': { type: 'string' },
  'journal-limit': { type: 'string' },
} as const;

type Values = Readonly<Partial<Record<keyof typeof FLAGS, string | boolean>>>;
type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The options that a command line stands for. Throws `UsageError`. */
export function argumentsToOptions(argv: readonly string[]): SimulatorOptions {
  const values = parse(argv);
  const options: Writable<SimulatorOptions> = {};
  setNumbers(options, values);
  const host = text(values, 'host');
  const apiKey = text(values, 'api-key');
  const readOnlyApiKey = text(values, 'read-only-api-key');
  if (host !== undefined) options.host = host;
  if (apiKey !== undefined) options.apiKey = apiKey;
  if (readOnlyApiKey !== undefined) options.readOnlyApiKey = readOnlyApiKey;
  const secondApiKey = text(values, 'second-api-key');
  if (secondApiKey !== undefined) options.secondApiKey = secondApiKey;
  setChoices(options, values);
  setSpanChoices(options, values);
  return options;
}

function setNumbers(options: Writable<SimulatorOptions>, values: Values): void {
  const named = [
    ['port', 'port'],
    ['seed', 'seed'],
    ['run-seconds', 'runSeconds'],
    ['requests-per-minute', 'requestsPerMinute'],
    ['journal-limit', 'journalLimit'],
  ] as const;
  for (const [flag, option] of named) {
    const value = number(values, flag);
    if (value !== undefined) options[option] = value;
  }
  const looks = number(values, 'looks');
  if (looks !== undefined) options.advance = { by: 'looks', looks };
  const lag = number(values, 'index-lag-seconds');
  if (lag !== undefined) options.indexLagMs = lag * 1_000;
  const reach = number(values, 'search-reach-seconds');
  if (reach !== undefined) options.searchReachMs = reach * 1_000;
}

function setChoices(options: Writable<SimulatorOptions>, values: Values): void {
  const emptyWindow = choice(values, 'empty-window', ['completed', 'cancelled', 'refused'] as const);
  if (emptyWindow !== undefined) options.emptyWindow = emptyWindow;
  const naiveTimes = choice(values, 'naive-times', ['utc', 'refused'] as const);
  if (naiveTimes !== undefined) options.naiveTimes = naiveTimes;
  const wireCase = choice(values, 'wire-case', ['upper', 'legacy'] as const);
  if (wireCase !== undefined) options.wireCase = wireCase;
  const status = choice(values, 'duplicate-name-status', ['400', '409', '422'] as const);
  if (status !== undefined) options.duplicateNameStatus = Number(status) as 400 | 409 | 422;
  if (values['require-both-ends'] === true) options.requireBothEnds = true;
  if (values['experiments-optional'] === true) options.experimentsOptional = true;
  if (values['refuse-concurrent-runs'] === true) options.refuseConcurrentRuns = true;
  if (values['http-webhooks'] === true) options.httpWebhooks = true;
}

function setSpanChoices(options: Writable<SimulatorOptions>, values: Values): void {
  const metadata = choice(values, 'evaluation-metadata', ['ids', 'absent', 'other-names'] as const);
  if (metadata !== undefined) options.evaluationMetadata = metadata;
  const attributes = choice(values, 'span-attributes', ['flat', 'nested'] as const);
  if (attributes !== undefined) options.spanAttributes = attributes;
  const selections = ['by-column', 'with-evaluation', 'never'] as const;
  const selection = choice(values, 'metadata-selection', selections);
  if (selection !== undefined) options.metadataSelection = selection;
  const status = choice(values, 'naive-time-status', ['400', '422'] as const);
  if (status !== undefined) options.naiveTimeStatus = Number(status) as 400 | 422;
  if (values['exclusive-span-end'] === true) options.exclusiveSpanEnd = true;
}

function parse(argv: readonly string[]): Values {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function text(values: Values, flag: keyof typeof FLAGS): string | undefined {
  const value = values[flag];
  return typeof value === 'string' ? value : undefined;
}

function number(values: Values, flag: keyof typeof FLAGS): number | undefined {
  const given = text(values, flag);
  if (given === undefined) return undefined;
  const value = Number(given);
  if (given.trim() === '' || !Number.isFinite(value))
    throw new UsageError(`--${flag} takes a number, not ${given}`);
  return value;
}

function choice<T extends string>(
  values: Values,
  flag: keyof typeof FLAGS,
  choices: readonly T[],
): T | undefined {
  const given = text(values, flag);
  const found = choices.find((candidate) => candidate === given);
  if (given !== undefined && found === undefined) {
    throw new UsageError(`--${flag} takes one of ${choices.join(', ')}, not ${given}`);
  }
  return found;
}
