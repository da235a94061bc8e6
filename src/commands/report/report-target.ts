import { extname } from 'node:path';
import { usageError } from '../base/usage-error.js';
import { requireFolder } from '../base/output-file.js';

export type ReportFormat = 'html' | 'junit' | 'markdown' | 'json';

export const REPORT_FORMATS: readonly ReportFormat[] = ['html', 'junit', 'markdown', 'json'];

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
