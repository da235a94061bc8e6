import { describeWorkflow } from '../../client/workflow.js';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { EXIT } from '../../model/temporal/exit-codes.js';
import type { ResultDocument } from '../../model/pipeline/result-document.js';
import { viewOf } from '../../report/result-view.js';
import { toHtml } from '../../report/html/to-html.js';
import { toJunit } from '../../report/to-junit.js';
import { toMarkdown } from '../../report/to-markdown.js';
import { parseResultDocument } from '../../files/result/parse-result-document.js';
import type { CliContext } from '../base/context.js';
import { CliError } from '../base/cli-error.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { HAS_VERDICT, readResult } from '../result/conclude.js';
import { resultDocumentOf } from '../result/result-document.js';
import { writeWhole } from '../base/output-file.js';
import { reportFileName, reportTargetOf } from './report-target.js';
import type { ReportFormat } from './report-target.js';

export type ShowReportOptions = Omit<CallOptions, 'output'> & { format?: ReportFormat; output?: string };

const WRITERS: Readonly<Record<ReportFormat, (document: ResultDocument) => string>> = {
  html: toHtml,
  junit: toJunit,
  markdown: (document) => toMarkdown(document),
  json: (document) => `${JSON.stringify(document, null, 2)}\n`,
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
    ? parseResultDocument(await readFile(source, 'utf8'), source)
    : await withSession(context, options, (session) => readDocument(session, source));
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

async function readDocument(session: Session, workflowId: string): Promise<ResultDocument> {
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
  return resultDocumentOf(await readResult(session, workflowId), workflowId, session);
}
