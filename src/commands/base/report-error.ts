import { safeJson, safeLines } from '../../terminal/text/text.js';
import type { CliContext } from './context.js';
import type { CliError } from './cli-error.js';
import { DOCUMENT_VERSION, styleIn } from './output.js';
import type { OutputOptions } from './output.js';

/** Prints an error to stderr: a sentence and what to do next, or a JSON document if the output is JSON. */
export function reportError(error: CliError, context: CliContext, options: OutputOptions): void {
  const { output = 'table', color, debug = false } = options;
  context.stderr.write(output.endsWith('json') ? documentOf(error) : textOf(error, context, color));
  if (debug) context.stderr.write(`${safeLines(stackOf(error))}\n`);
}

function textOf({ message, hint }: CliError, context: CliContext, color: OutputOptions['color']): string {
  const style = styleIn(context, context.stderr, color);
  const advice = hint === null ? '' : `${style.paint('dim', safeLines(hint))}\n`;
  return `${style.paint('bad', 'Error:')} ${safeLines(message)}\n${advice}`;
}

function documentOf({ code, message, hint, exitCode }: CliError): string {
  const error = { code, message, hint, exitCode };
  return `${safeJson(JSON.stringify({ version: DOCUMENT_VERSION, kind: 'error', error }))}\n`;
}

const stackOf = (error: Error): string =>
  error.cause instanceof Error ? `${error.stack}\nCaused by: ${stackOf(error.cause)}` : String(error.stack);
