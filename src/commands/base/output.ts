import { writeFileSync } from 'node:fs';
import { readTerminalConfig } from '../../config/terminal-config.js';
import { styleOf } from '../../terminal/style.js';
import type { ColorMode, Style } from '../../terminal/style.js';
import type { CliContext } from './context.js';
import { usageError } from './usage-error.js';
import { reportFilesOf } from '../report/report-files.js';
import type { ReportFiles, ReportFlags } from '../report/report-files.js';

/** The flags of every command that prints. */
export interface OutputOptions extends ReportFlags {
  output?: string;
  color?: ColorMode;
  debug?: boolean;
}

/** The version of the JSON documents; it changes when a member changes its meaning or goes away. */
export const DOCUMENT_VERSION = 1;

/** `--color`, or what the environment says where that was not given. */
export const colorModeOf = (flag: ColorMode, { env }: CliContext): ColorMode =>
  flag === 'auto' ? readTerminalConfig(env).color : flag;

/** Where a command prints: data on stdout (or in a file), everything else on stderr. */
export class Output {
  readonly outStyle: Style;
  readonly errStyle: Style;
  /** Where else a result goes. */
  readonly reports: ReportFiles;
  readonly #context: CliContext;
  readonly #target: string;

  constructor(context: CliContext, { output = 'text', color = 'auto', ...reports }: OutputOptions) {
    if (output !== 'text' && output !== 'json' && !output.endsWith('.json')) {
      throw usageError(
        `--output is ${JSON.stringify(output)}, expected text, json, or a file that ends in .json`,
      );
    }
    this.#context = context;
    this.#target = output;
    this.reports = reportFilesOf(reports, context);
    const mode = colorModeOf(color, context);
    this.outStyle = styleOf(context.stdout, mode, context.env);
    this.errStyle = styleOf(context.stderr, mode, context.env);
  }

  get isText(): boolean {
    return this.#target === 'text';
  }

  /** Whether a person looks at stderr, so that something may move there. */
  get isLive(): boolean {
    const { env, stderr } = this.#context;
    return stderr.isTTY && env['TERM'] !== 'dumb' && !readTerminalConfig(env).isCi;
  }

  /** The command's result: lines for people, or one versioned JSON document for programs. */
  result(kind: string, data: unknown, lines: (style: Style) => readonly string[]): void {
    if (this.#target === 'text') return this.#print(lines(this.outStyle));
    const document = `${JSON.stringify({ version: DOCUMENT_VERSION, kind, data }, null, 2)}\n`;
    if (this.#target === 'json') {
      this.#context.stdout.write(document);
      return;
    }
    writeFileSync(this.#target, document);
    this.note(`Written to ${this.#target}.`);
  }

  /** Lines that the build machine reads from stdout; none where only data may stand there. */
  annotate(lines: readonly string[]): void {
    if (this.isText) this.#print(lines);
  }

  /** Something to know beside the result, on stderr. */
  note(...lines: string[]): void {
    this.#context.stderr.write(lines.map((line) => `${line}\n`).join(''));
  }

  /** Something to mind, on stderr. */
  warn(line: string): void {
    this.note(`${this.errStyle.paint('warn', 'Warning:')} ${line}`);
  }

  #print(lines: readonly string[]): void {
    this.#context.stdout.write(lines.map((line) => `${line}\n`).join(''));
  }
}
