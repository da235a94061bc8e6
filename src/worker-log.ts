import { DefaultLogger } from '@temporalio/worker';
import type { LogEntry, Logger } from '@temporalio/worker';
import { cleanText, safeJson } from './terminal/text/text.js';
import type { LogFormat, LogLevel } from './config/load-config.js';

/** What the SDK adds to each entry and nobody reads; the task token is long and opaque. */
const NOISE = ['taskToken', 'sdkComponent', 'isLocal'];

/** What a person on a terminal does not need beside the workflow ID, which most often says where it belongs. */
const FOR_MACHINES = [
  ...['namespace', 'taskQueue', 'workflowType', 'runId', 'workflowRunId', 'rootWorkflowId'],
  ...['activityId', 'activityType', 'call'],
];

/** Logs to stderr; without a format, lines for people on a terminal and JSON elsewhere. */
export function newLogger(level: LogLevel, format: LogFormat | null): Logger {
  const toLine = (format ?? (process.stderr.isTTY ? 'TEXT' : 'JSON')) === 'TEXT' ? lineForPeople : lineOf;
  return new DefaultLogger(level, (entry) => process.stderr.write(`${toLine(entry)}\n`));
}

function lineOf({ level, message, timestampNanos, meta }: LogEntry): string {
  const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
  const facts = Object.entries(meta ?? {}).filter(([name]) => !NOISE.includes(name));
  return safeJson(JSON.stringify({ time, level, message, ...Object.fromEntries(facts) }, textOfUnusual));
}

/** Time, level, message, and each fact that is known and worth reading as `name=value`. */
export function lineForPeople({ level, message, timestampNanos, meta }: LogEntry): string {
  const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString().slice(11, 19);
  const left = meta?.['workflowId'] === undefined ? NOISE : [...NOISE, ...FOR_MACHINES];
  const facts = Object.entries(meta ?? {})
    .filter(([name, value]) => !left.includes(name) && value !== null && value !== undefined)
    .map(
      ([name, value]) =>
        `${name}=${typeof value === 'string' ? value : JSON.stringify(value, textOfUnusual)}`,
    );
  return cleanText([time, level.padEnd(5), message, ...facts].join(' '));
}

function textOfUnusual(_name: string, value: unknown): unknown {
  if (value instanceof Error) return value.message;
  return typeof value === 'bigint' ? value.toString() : value;
}
