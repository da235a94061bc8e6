import type { Notice } from './notice.js';

/** What a receiver is told, as text. */
export interface NoticeText {
  /** One line. */
  title: string;
  text: string;
  /** The workflow in Temporal's web interface; null: its address is not configured. */
  link: string | null;
}

/** A receiver's own words, with `${{ name }}` for the names of {@link PLACEHOLDERS}. */
export interface NoticeTemplates {
  title?: string;
  text?: string;
}

/** What each kind of notice is called. */
const KIND_WORDS: Readonly<Record<Notice['kind'], string>> = {
  failed: 'Failed',
  'gate-failed': 'Gate failed',
  'gate-warned': 'Gate warned',
  recovered: 'Recovered',
  'approval-wanted': 'Approval wanted',
  'schedule-missed': 'Schedule missed',
  'backfill-paused': 'Backfill paused',
  stalled: 'Stalled',
  unresolved: 'Unresolved trigger',
  test: 'Test',
};

type Values = Readonly<Record<string, string>>;

const valuesOf = (notice: Notice, link: string | null): Values => ({
  title: notice.title,
  kind: notice.kind,
  heading: KIND_WORDS[notice.kind],
  at: notice.at,
  id: notice.id,
  subject: notice.subject.kind,
  name: notice.subject.name,
  workflowId: notice.subject.workflowId,
  runId: notice.subject.runId,
  namespace: notice.subject.namespace,
  evidence: notice.evidence.map(({ name, value }) => `${name}: ${value}`).join('\n'),
  link: link ?? '',
});

/** The names that templates may have. */
export const PLACEHOLDERS: readonly string[] = [
  ...['title', 'kind', 'heading', 'at', 'id', 'subject', 'name', 'workflowId', 'runId', 'namespace'],
  ...['evidence', 'link'],
];

const DEFAULT_TITLE = '${{ heading }}: ${{ title }}';

/** The most characters of a text that a template makes. */
const LONGEST_TEXT = 10_000;

/** The texts of a notice: by the receiver's templates, or else the built-in ones. */
export function noticeText(
  notice: Notice,
  templates: NoticeTemplates,
  temporalUi: string | null,
): NoticeText {
  const link = temporalUi === null ? null : workflowLink(temporalUi, notice.subject);
  const values = valuesOf(notice, link);
  const title = fill(templates.title ?? DEFAULT_TITLE, values)
    .replaceAll(/\s+/g, ' ')
    .trim();
  const text = templates.text === undefined ? usualText(notice, values) : fill(templates.text, values);
  return { title: title === '' ? notice.title : title, text: text.slice(0, LONGEST_TEXT).trimEnd(), link };
}

/** A placeholder in a template. */
const PLACEHOLDER = /\$\{\{\s*([^{}]*?)\s*\}\}/g;

const fill = (template: string, values: Values): string =>
  template.replaceAll(PLACEHOLDER, (whole, name: string) => values[name] ?? whole);

const usualText = ({ evidence, subject }: Notice, values: Values): string =>
  [
    ...(evidence.length === 0 ? [] : [values['evidence'], '']),
    `Workflow: ${subject.workflowId}`,
    `Namespace: ${subject.namespace}`,
    `Noticed: ${values['at']}`,
  ].join('\n');

/** The page of an execution in Temporal's web interface. */
function workflowLink(
  base: string,
  { namespace, workflowId, runId }: Pick<Notice['subject'], 'namespace' | 'workflowId' | 'runId'>,
): string {
  const [inNamespace, workflow, run] = [namespace, workflowId, runId].map(encodeURIComponent);
  return `${base.replace(/\/+$/, '')}/namespaces/${inNamespace}/workflows/${workflow}/${run}/history`;
}
