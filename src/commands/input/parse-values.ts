import { InvalidArgumentError } from 'commander';
import { largestWhole } from '../../model/base/numbers.js';
import { parseDurationMs } from '../../model/time/duration.js';
import { MIN_POLL_MS, MIN_STALLED_MS } from '../../model/run/polling.js';

/** Readers of flag values. Each throws what commander prints after the flag's name. */

/** Seconds, as `ax` takes them, or a duration with its unit; in milliseconds. */
export function parseSeconds(text: string): number {
  const ms = /^\d+(\.\d+)?$/.test(text) ? Math.round(Number(text) * 1000) : parseDurationMs(text);
  if (ms === null || ms <= 0)
    throw new InvalidArgumentError('Expected seconds above 0, or a duration like 30s or 2h.');
  return ms;
}

export function parsePollInterval(text: string): number {
  const ms = parseSeconds(text);
  if (ms < MIN_POLL_MS) throw new InvalidArgumentError('Expected at least 1 second.');
  return ms;
}

export function parseStalledAfter(text: string): number {
  const ms = parseSeconds(text);
  if (ms < MIN_STALLED_MS) throw new InvalidArgumentError('Expected at least 1 minute, such as 10m.');
  return ms;
}

export function parseLimit(text: string): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > 100) {
    throw new InvalidArgumentError('Expected a whole number from 1 to 100; pass --all for all results.');
  }
  return limit;
}

export function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count)) {
    const bound = /^\d+$/.test(text) ? largestWhole(count) : null;
    throw new InvalidArgumentError(`Expected ${bound ?? 'a whole number of at least 1'}.`);
  }
  return count;
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return port;
}

export function parseShare(text: string): number {
  const share = Number(text);
  if (!/^(\d+(\.\d*)?|\.\d+)$/.test(text) || share > 1)
    throw new InvalidArgumentError('Expected a number from 0 to 1.');
  return share;
}

/** A share as `20%` or `0.2`. */
export function parsePercent(text: string): number {
  const share = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (!/^(\d+(\.\d*)?|\.\d+)%?$/.test(text) || share > 1)
    throw new InvalidArgumentError('Expected a share like 20% or 0.2.');
  return share;
}

/** A duration with its unit, in milliseconds. */
export function parseDuration(text: string): number {
  const ms = parseDurationMs(text);
  if (ms === null || ms <= 0) throw new InvalidArgumentError('Expected a duration like 30s, 5m or 2h.');
  return ms;
}

/** Comma-separated IDs. */
export function parseIds(text: string): string[] {
  const ids = text.split(',').map((id) => id.trim());
  if (ids.includes('')) throw new InvalidArgumentError('Expected IDs separated by commas.');
  return ids;
}

/** The words that a reader of this file is known to accept, as they are typed. */
export const choicesOf = (parse: object | undefined): readonly string[] =>
  parse === undefined ? [] : (CHOICES.get(parse) ?? []);

const CHOICES = new WeakMap<WeakKey, readonly string[]>();

/** One of several words in any case and with `-` or `_`; returned as given in `choices`. */
export function parseChoice<Choice extends string>(choices: readonly Choice[]): (text: string) => Choice {
  const plain = (word: string): string => word.toUpperCase().replaceAll('-', '_');
  const words = choices.map((choice) => choice.toLowerCase());
  return withChoices(words, (text) => {
    const found = choices.find((choice) => plain(choice) === plain(text));
    if (found === undefined)
      throw new InvalidArgumentError(`Expected ${words.length === 1 ? '' : 'one of '}${words.join(', ')}.`);
    return found;
  });
}

/** What trends are of: evaluators, labels, or the values of an attribute by its path. */
export function parseTrendBy(text: string): string {
  if (['evaluator', 'label', 'kind', 'status_code'].includes(text) || /^attributes\.\S+$/.test(text))
    return text;
  throw new InvalidArgumentError(
    'Expected evaluator, label, kind, status_code, or the path of an attribute, such as attributes.llm.model_name.',
  );
}

/** One of `formats`, or a file whose ending is the format: `.json`, or `.csv` if that is among them. */
export function parseOutput(formats: readonly string[]): (text: string) => string {
  const endings = ['.json', '.csv'].filter((ending) => formats.includes(ending.slice(1)));
  return withChoices(formats, (text) => {
    if (formats.includes(text) || endings.some((ending) => text.endsWith(ending))) return text;
    throw new InvalidArgumentError(
      `Expected ${formats.join(', ')}, or a file name that ends in ${endings.join(' or ')}.`,
    );
  });
}

function withChoices<Value>(
  choices: readonly string[],
  parse: (text: string) => Value,
): (text: string) => Value {
  CHOICES.set(parse, choices);
  return parse;
}
