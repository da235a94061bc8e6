import { readTerminalConfig } from '../../config/terminal-config.js';
import { cleanText, safeJson, safeLines } from '../../terminal/text/text.js';
import { styleOf } from '../../terminal/style.js';
import type { ColorMode, StreamTraits, Style } from '../../terminal/style.js';
import type { CliContext } from './context.js';
import { csvOf } from './csv-tables.js';
import type { DocumentKind } from './csv-tables.js';
import { requireFolder, writeWhole } from './output-file.js';
import { reportFilesOf } from './report-files.js';
import type { ReportFiles, ReportFlags } from './report-files.js';

/** The formats of `-o`, beside file names. */
export type OutputFormat = 'table' | 'json' | 'csv';

/** The flags of every command that prints. */
export interface OutputOptions extends ReportFlags {
  /** An {@link OutputFormat}, or a file name that ends in `.json` or `.csv`; the flag's parser has checked it. */
  output?: string;
  color?: ColorMode;
  debug?: boolean;
}

/** The version of the JSON documents; it changes when a member changes its meaning or goes away. */
export const DOCUMENT_VERSION = 1;

/** The style of a stream: by `--color`, or by the environment if it is `auto`. */
export function styleIn({ env }: CliContext, stream: StreamTraits, flag: ColorMode = 'auto'): Style {
  const { color, isUnicode } = readTerminalConfig(env);
  return styleOf(stream, flag === 'auto' ? color : flag, isUnicode);
}

const FORMATS: ReadonlySet<string> = new Set<OutputFormat>(['table', 'json', 'csv']);

/** A file's format is its ending. */
const formatOf = (output: string): OutputFormat =>
  (FORMATS.has(output) ? output : output.slice(output.lastIndexOf('.') + 1)) as OutputFormat;

/** Prints a command's result to stdout or a file, and everything else to stderr. */
export class Output {
  readonly outStyle: Style;
  readonly errStyle: Style;
  /** Where else a result goes. */
  readonly reports: ReportFiles;
  readonly #context: CliContext;
  readonly #format: OutputFormat;
  readonly #file: string | null;

  /** @throws CliError `Usage` if a file cannot be written */
  constructor(context: CliContext, { output = 'table', color, ...reports }: OutputOptions) {
    this.#context = context;
    this.#format = formatOf(output);
    this.#file = FORMATS.has(output) ? null : output;
    if (this.#file !== null) requireFolder('--output', this.#file);
    this.reports = reportFilesOf(reports, context);
    this.outStyle = styleIn(context, context.stdout, color);
    this.errStyle = styleIn(context, context.stderr, color);
  }

  /** Whether the result is for people, and not for programs. */
  get isText(): boolean {
    return this.#format === 'table';
  }

  /** Whether a person looks at stderr, so that something may move there. */
  get isLive(): boolean {
    const { env, stderr } = this.#context;
    return stderr.isTTY && readTerminalConfig(env).canRedraw;
  }

  /** The command's result: a table for people; one versioned JSON document or CSV for programs. */
  result(kind: DocumentKind, data: unknown, lines: (style: Style) => readonly string[]): void {
    if (this.#format === 'table') return this.#print(lines(this.outStyle));
    const text =
      this.#format === 'csv'
        ? csvOf(kind, data)
        : `${safeJson(JSON.stringify({ version: DOCUMENT_VERSION, kind, data }, null, 2))}\n`;
    if (this.#file === null) {
      this.#context.stdout.write(text);
      return;
    }
    writeWhole(this.#file, text);
    this.note(`Written to ${this.#file}.`);
  }

  /** Lines that the build machine reads from stdout; none where only data may stand there. */
  annotate(lines: readonly string[]): void {
    if (this.isText) this.#context.stdout.write(lines.map((line) => `${cleanText(line)}\n`).join(''));
  }

  /** Something to know beside the result, on stderr. */
  note(...lines: string[]): void {
    this.#context.stderr.write(lines.map((line) => `${safeLines(line)}\n`).join(''));
  }

  /** Something to mind, on stderr. */
  warn(line: string): void {
    this.note(`${this.errStyle.paint('warn', 'Warning:')} ${line}`);
  }

  #print(lines: readonly string[]): void {
    this.#context.stdout.write(lines.map((line) => `${safeLines(line)}\n`).join(''));
  }
}
