import type { ResultDocument } from '../model/pipeline/result-document.js';
import { findingsOf, viewOf } from './result-view.js';
import type { ReportFinding } from './result-view.js';

/** The number of annotations of each level that GitHub shows for a step of a job. */
const MAX_SHOWN = 10;

/** What went wrong, or nearly, as workflow commands of GitHub Actions; a line each. */
export function toAnnotations(document: ResultDocument): string[] {
  const view = viewOf(document);
  const findings = findingsOf(view);
  const of = (level: ReportFinding['level']): ReportFinding[] =>
    findings.filter((finding) => finding.level === level);
  return [...of('error').slice(0, MAX_SHOWN), ...of('warning').slice(0, MAX_SHOWN)].map(
    ({ level, where, what }) => `::${level} title=${property(`${view.title}: ${where}`)}::${message(what)}`,
  );
}

// As in @actions/core: a line break would end the command and could begin another one.
const message = (text: string): string =>
  text
    .replace(/[^\P{Cc}\r\n]|[\p{Bidi_Control}\u2028\u2029\ufeff]/gu, '\ufffd')
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');

const property = (text: string): string => message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
