import type { EvaluationMetadata } from '../spans/written.js';

/** How runs get on: with the wall clock, or one step each time somebody looks at them. */
export type RunAdvance = { readonly by: 'clock' } | { readonly by: 'looks'; readonly looks: number };

/** Options of the simulator; docs/simulator.md describes each. Durations are milliseconds unless the name says seconds. */
export interface SimulatorOptions {
  /** Port on the loopback interface; 0 takes a free one. Default 0. */
  readonly port?: number;
  /** Address to listen on. Default `127.0.0.1`. */
  readonly host?: string;
  /** The key that clients must send. Default `ak-simulator`. */
  readonly apiKey?: string;
  /** A second key, of a user who may read and not write: every write is refused with 403. Default `<apiKey>-read-only`. */
  readonly readOnlyApiKey?: string;
  /** A third key, of another user who may write. Default `<apiKey>-second`. */
  readonly secondApiKey?: string;
  /** Seed of all ids, texts and span counts. Default 1. */
  readonly seed?: number;
  /** Seconds from trigger to end, where runs advance by the clock. Default 6. */
  readonly runSeconds?: number;
  /** Default by the clock. */
  readonly advance?: RunAdvance;
  /** Spans younger than this are not indexed yet, so no run sees them. Default one hour. */
  readonly indexLagMs?: number;
  /** How a run over a window without spans ends: COMPLETED 0/0/0, CANCELLED 0/0/0, or refused with 400 "No data found". Default `completed`. */
  readonly emptyWindow?: 'completed' | 'cancelled' | 'refused';
  /** Refuse a trigger of a project task that does not give both ends of the window. Default false. */
  readonly requireBothEnds?: boolean;
  /** A trigger's date-time without a zone: read as UTC, or refused with 400. Default `utc`. */
  readonly naiveTimes?: 'utc' | 'refused';
  /** Status that refuses a time without a zone: of a list of spans, and of a trigger if `naiveTimes` is `refused`. Default 400. */
  readonly naiveTimeStatus?: 400 | 422;
  /** How far around its window a list of spans looks for the time of arrival; 0 for any distance. Default six hours. */
  readonly searchReachMs?: number;
  /** Leave out the spans that start at the very end of the window of a list. Default false. */
  readonly exclusiveSpanEnd?: boolean;
  /** `flat` shows attributes under their dotted names, `nested` as objects in objects. Default `flat`. */
  readonly spanAttributes?: 'flat' | 'nested';
  /** How the metadata of an evaluation names the task and the run: by their ids, not at all, or deep down under other names. Default `ids`. */
  readonly evaluationMetadata?: EvaluationMetadata;
  /** Whether `included_columns` selects metadata by `eval.<name>.metadata`, with any part of the evaluation, or never. Default `by-column`. */
  readonly metadataSelection?: 'by-column' | 'with-evaluation' | 'never';
  /** Accept evaluation tasks on a dataset without experiments; their runs score the dataset's examples. Default false. */
  readonly experimentsOptional?: boolean;
  /** Status of a create or rename with a name that is taken. Default 409. */
  readonly duplicateNameStatus?: 400 | 409 | 422;
  /** Refuse a trigger with 409 while another run of the task is active. Default false. */
  readonly refuseConcurrentRuns?: boolean;
  /** `upper` (today's API) or `legacy` (lower-case enum values, as before July 2026). Default `upper`. */
  readonly wireCase?: 'upper' | 'legacy';
  /** Accept webhooks with an `http:` URL too, which the service refuses. Default false. */
  readonly httpWebhooks?: boolean;
  /** Requests allowed in any minute before 429; 0 for no limit. Default 0. */
  readonly requestsPerMinute?: number;
  /** Journal entries kept; the oldest are dropped beyond that. Default 200,000. */
  readonly journalLimit?: number;
  /** The clock, in milliseconds since the epoch. Default `Date.now`. */
  readonly now?: () => number;
}

export type ResolvedOptions = Required<SimulatorOptions>;

const DEFAULTS = {
  port: 0,
  host: '127.0.0.1',
  apiKey: 'ak-simulator',
  seed: 1,
  runSeconds: 6,
  advance: { by: 'clock' },
  indexLagMs: 3_600_000,
  emptyWindow: 'completed',
  requireBothEnds: false,
  naiveTimes: 'utc',
  naiveTimeStatus: 400,
  searchReachMs: 6 * 3_600_000,
  exclusiveSpanEnd: false,
  spanAttributes: 'flat',
  evaluationMetadata: 'ids',
  metadataSelection: 'by-column',
  experimentsOptional: false,
  duplicateNameStatus: 409,
  refuseConcurrentRuns: false,
  wireCase: 'upper',
  httpWebhooks: false,
  requestsPerMinute: 0,
  journalLimit: 200_000,
  now: Date.now,
} as const satisfies SimulatorOptions;

/** Fills in the defaults. Throws a `RangeError` that names the option when a number makes no sense. */
export function resolveOptions(options: SimulatorOptions): ResolvedOptions {
  const resolved = { ...DEFAULTS, ...options };
  checkNumber('port', resolved.port, 0, 65_535);
  checkNumber('runSeconds', resolved.runSeconds, 0, Number.MAX_SAFE_INTEGER);
  checkNumber('indexLagMs', resolved.indexLagMs, 0, Number.MAX_SAFE_INTEGER);
  checkNumber('searchReachMs', resolved.searchReachMs, 0, Number.MAX_SAFE_INTEGER);
  checkNumber('requestsPerMinute', resolved.requestsPerMinute, 0, Number.MAX_SAFE_INTEGER);
  checkNumber('seed', resolved.seed, 0, Number.MAX_SAFE_INTEGER);
  if (resolved.advance.by === 'looks') checkNumber('advance.looks', resolved.advance.looks, 1, 1_000_000);
  if (resolved.apiKey === '') throw new RangeError('Option apiKey must not be empty.');
  return {
    readOnlyApiKey: `${resolved.apiKey}-read-only`,
    secondApiKey: `${resolved.apiKey}-second`,
    ...resolved,
  };
}

function checkNumber(name: string, value: number, min: number, max: number): void {
  if (Number.isFinite(value) && value >= min && value <= max) return;
  throw new RangeError(`Option ${name} must be a number from ${min} to ${max}, not ${value}.`);
}
