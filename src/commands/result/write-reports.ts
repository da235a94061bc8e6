import { appendFileSync, statSync } from 'node:fs';
import type { ResultDocument } from '../../model/pipeline/result-document.js';
import { toAnnotations } from '../../report/to-annotations.js';
import { toHtml } from '../../report/html/to-html.js';
import { toJunit } from '../../report/to-junit.js';
import { SUMMARY_MAX_BYTES, toMarkdown } from '../../report/to-markdown.js';
import type { Output } from '../base/output.js';
import { writeWhole } from '../base/output-file.js';
import type { ReportFiles } from '../base/report-files.js';

/** Writes the reports that a command was asked for, and those that a job of GitHub Actions shows by itself. */
export function writeReports(document: ResultDocument, output: Output): void {
  const { junit, html, summary, isAnnotated } = output.reports;
  if (isAnnotated) output.annotate(toAnnotations(document));
  attempt(junit, 'JUnit report', output, (file) => writeWhole(file, toJunit(document)));
  attempt(html, 'HTML report', output, (file) => writeWhole(file, toHtml(document)));
  attempt(summary, 'summary', output, (file) => writeSummary(file, document, output.reports));
}

// The result is known and printed by now: its exit code must not become that of a full disk.
function attempt(file: string | null, what: string, output: Output, write: (file: string) => void): void {
  if (file === null) return;
  try {
    write(file);
    output.note(`Wrote the ${what} to ${file}.`);
  } catch (error) {
    output.warn(`Cannot write the ${what}: ${(error as Error).message}`);
  }
}

function writeSummary(file: string, document: ResultDocument, { isSummaryShared }: ReportFiles): void {
  if (!isSummaryShared) return writeWhole(file, toMarkdown(document));
  const before = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  appendFileSync(file, `\n${toMarkdown(document, Math.max(0, SUMMARY_MAX_BYTES - before - 1))}`);
}
