import type { CoverageView } from '../../model/coverage/coverage-view.js';
import type { CoverageEntry } from '../../model/coverage/coverage.js';
import { toCoverageHtml } from '../../report/html/to-coverage-html.js';
import type { CliContext } from '../base/context.js';
import type { Output } from '../base/output.js';
import { writeWhole } from '../base/output-file.js';
import { exportDocument } from './coverage-documents.js';
import type { Drawn } from './coverage-documents.js';

/** Writes the page that `--html` asks for. */
export function writePage(drawn: Drawn | null, output: Output): void {
  const { html } = output.reports;
  if (html === null) return;
  if (drawn === null) return output.warn(`${html} was not written: no run with a window was found.`);
  writeWhole(html, toCoverageHtml(drawn.view, drawn.grid, drawn.timeZone, drawn.text));
  output.note(`Wrote the page to ${html}.`);
}

/** Writes the entries of a ledger to a file, or to standard output (`-`). */
export function writeExport(
  file: string,
  task: CoverageView['task'],
  entries: readonly CoverageEntry[],
  output: Output,
  { stdout }: CliContext,
): void {
  const text = `${JSON.stringify(exportDocument(task, entries), null, 2)}\n`;
  if (file === '-') {
    stdout.write(text);
    return;
  }
  writeWhole(file, text);
  output.note(`${entries.length} ${entries.length === 1 ? 'entry was' : 'entries were'} written to ${file}.`);
}
