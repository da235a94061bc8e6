import { DefaultLogger } from '@temporalio/worker';
import type { LogEntry, Logger } from '@temporalio/worker';
import { safeJson } from './terminal/text/text.js';
import { cleanText } from './terminal/text/text.js';
import type { LogLevel } from './config/load-config.js';

/** What the SDK adds to each entry and nobody reads; the task token is long and opaque. */
const NOISE = new Set(['taskToken', 'sdkComponent', 'isLocal']);

/** Logs to stderr: one JSON object a line, or lines for people on a terminal. */
export function newLogger(level: LogLevel): Logger {
  const toLine = process.stderr.isTTY ? lineForPeople : lineOf;
  return new DefaultLogger(level, (entry) => process.stderr.write(`${toLine(entry)}\n`));
}

function lineOf({ level, message, timestampNanos, meta }: LogEntry): string {
  const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
  const facts = Object.entries(meta ?? {}).filter(([name]) => !NOISE.has(name));
  return safeJson(JSON.stringify({ time, level, message, ...Object.fromEntries(facts) }, textOfUnusual));
}

/** Time, level, message, and each fact that is known as `name=value`. */
export function lineForPeople({ level, message, timestampNanos, meta }: LogEntry): string {
  const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString().slice(11, 19);
  const facts = Object.entries(meta ?? {})
    .filter(([name, value]) => !NOISE.has(name) && value !== null && value !== undefined)
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
