import { safeJson } from '../../terminal/text/text.js';
import { describeWorkflow } from '../../client/workflow.js';
import { readSpec } from '../input/read-spec.js';
import { existsSync } from 'node:fs';
import { EXIT } from '../../model/temporal/exit-codes.js';
import type { ResultDocument } from '../../model/pipeline/result-document.js';
import { REPORT_FORMATS, viewOf } from '../../report/result-view.js';
import type { ReportFormat } from '../../report/result-view.js';
import { toHtml } from '../../report/html/to-html.js';
import { toJunit } from '../../report/to-junit.js';
import { toMarkdown } from '../../report/to-markdown.js';
import { parseResultDocument } from '../../files/result/parse-result-document.js';
import type { CliContext } from '../base/context.js';
import { CliError, usageError } from '../base/cli-error.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { HAS_VERDICT, readResult } from '../result/conclude.js';
import { resultDocumentOf } from '../result/result-document.js';
import { writeWhole, requireFolder } from '../base/output-file.js';
import { extname } from 'node:path';

export type ShowReportOptions = Omit<CallOptions, 'output'> & { format?: ReportFormat; output?: string };

const WRITERS: Readonly<Record<ReportFormat, (document: ResultDocument) => string>> = {
  html: toHtml,
  junit: toJunit,
  markdown: (document) => toMarkdown(document),
  json: (document) => `${safeJson(JSON.stringify(document, null, 2))}\n`,
};

/** Writes the result of a finished pipeline or run as a document. A result that was saved as JSON needs no Temporal. */
export async function showReport(
  context: CliContext,
  options: ShowReportOptions,
  source: string,
): Promise<number> {
  const notes = new Output(context, { ...options, output: 'table' });
  const { format, file } = reportTargetOf(options, context.stdout.isTTY);
  const document = isSaved(source)
    ? parseResultDocument(await readSpec('result', source, context), source)
    : await withSession(context, options, (session) => readDocument(session, source, notes));
  const text = WRITERS[format](document);
  if (file === null) context.stdout.write(text);
  else {
    const name = typeof file === 'string' ? file : reportFileName(viewOf(document).title);
    writeWhole(name, text);
    notes.note(`Written to ${name}.`);
  }
  return EXIT.success;
}

const isSaved = (source: string): boolean => source.endsWith('.json') && existsSync(source);

async function readDocument(session: Session, workflowId: string, output: Output): Promise<ResultDocument> {
  const { type, status } = await describeWorkflow(session.client, workflowId);
  if (!HAS_VERDICT.has(type))
    throw new CliError(`${workflowId} is neither a pipeline nor a run, so it has no report.`, {
      exitCode: EXIT.refused,
      code: 'NoReport',
    });
  if (status.name === 'RUNNING')
    throw new CliError(`${workflowId} is still running: it has no result yet.`, {
      exitCode: EXIT.stillRunning,
      code: 'StillRunning',
      hint: `To wait for it: ax-tasks watch ${workflowId}${session.flags}`,
    });
  return resultDocumentOf(await readResult(session, workflowId), workflowId, session, output);
}

const OF_ENDING: Readonly<Record<string, ReportFormat>> = {
  '.html': 'html',
  '.htm': 'html',
  '.xml': 'junit',
  '.md': 'markdown',
  '.json': 'json',
};

export interface ReportTarget {
  format: ReportFormat;
  /** Null: standard output; `named`: a file in the current folder, named after the pipeline or run. */
  file: string | null | { named: true };
}

/**
 * Where a report goes, and as what: `-o` is a format (to standard output, as `-o json` is everywhere), `-`, or a file
 * whose ending is the format. HTML on a screen is of no use, so without `-o` it becomes a file there.
 * @throws CliError `Usage`
 */
export function reportTargetOf(
  { format, output }: { format?: ReportFormat; output?: string },
  isTerminal: boolean,
): ReportTarget {
  if (output === undefined || output === '-') {
    const chosen = format ?? 'html';
    const isNamed = chosen === 'html' && isTerminal && output === undefined;
    return { format: chosen, file: isNamed ? { named: true } : null };
  }
  const word = REPORT_FORMATS.find((each) => each === output);
  if (word !== undefined && (format ?? word) === word) return { format: word, file: null };
  const known = format ?? OF_ENDING[extname(output).toLowerCase()];
  if (known === undefined)
    throw usageError(
      `--output is ${JSON.stringify(output)}, expected ${REPORT_FORMATS.join(', ')}, or a file that ends in .html, .xml, .md or .json`,
      'For another ending, pass --format.',
    );
  requireFolder('--output', output);
  return { format: known, file: output };
}

/** A file name for a report: letters, digits and `._-` of the name. */
export function reportFileName(name: string): string {
  const plain = name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, 60);
  return `${plain === '' ? 'result' : plain}-report.html`;
}
