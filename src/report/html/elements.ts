import { formatDuration } from '../../model/time/duration.js';
import type { GateAnswer } from '../../model/gate/gate.js';
import type { Json } from '../../model/base/json.js';
import type { ItemResult, StepResult, StepState } from '../../model/pipeline/results.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import type { ResultView } from '../result-view.js';

/** What colours and symbols mean; classes of the style sheet. */
export type HtmlTone = 'good' | 'bad' | 'warn' | 'live' | 'skip';

export const TONE_OF_STATE: Readonly<Record<StepState, HtmlTone>> = {
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'warn',
  skipped: 'skip',
  running: 'live',
};

const SYMBOL_OF_STATE: Readonly<Record<StepState, string>> = {
  succeeded: '✓',
  failed: '✗',
  cancelled: '⊘',
  skipped: '↷',
  running: '…',
};

/** How a step or an item ended, in a sign. */
export const symbolOf = ({ state, isUnresolved }: Pick<StepResult, 'state' | 'isUnresolved'>): string =>
  isUnresolved === true ? '?' : SYMBOL_OF_STATE[state];

export const TONE_OF_ANSWER: Readonly<Record<GateAnswer, HtmlTone>> = {
  pass: 'good',
  warn: 'warn',
  fail: 'bad',
};

export const SYMBOL_OF_ANSWER: Readonly<Record<GateAnswer, string>> = { pass: '✓', warn: '!', fail: '✗' };

export const toned = (tone: HtmlTone, text: string): Markup => markup`<span class="${tone}">${text}</span>`;

type Cell = string | number | null | Markup;

/** A column of a table: `n` for numbers, `id` and `name` for what may be one long word, `wide` for sentences, `line` for what must not wrap. */
export interface HtmlColumn {
  title: string;
  kind?: 'n' | 'id' | 'name' | 'wide' | 'line';
}

/** A table that scrolls by itself if the screen is narrow. Empty columns are left out. */
export function table(columns: readonly HtmlColumn[], rows: readonly (readonly Cell[])[]): Markup {
  const used = columns.map((_, index) => rows.some((cells) => !isEmpty(cells[index] ?? null)));
  const kept = <T>(cells: readonly T[]): T[] => cells.filter((_, index) => used[index]);
  const kinds = kept(columns).map(({ kind = '' }) => kind);
  return markup`<div class="scroll"><table><thead><tr>${kept(columns).map(
    ({ title, kind = '' }) => markup`<th class="${kind}">${title}</th>`,
  )}</tr></thead><tbody>
${rows.map(
  (cells) =>
    markup`<tr>${kept(cells).map((cell, index) => markup`<td class="${kinds[index] ?? ''}">${cell}</td>`)}</tr>
`,
)}</tbody></table></div>
`;
}

const isEmpty = (cell: Cell): boolean => cell === null || cell === '' || cell === '–';

/** Names and values; those without a value are left out. */
export const facts = (entries: readonly (readonly [name: string, value: Cell])[]): Markup =>
  markup`<dl>${entries
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
`;

export const folded = (title: string, content: Markup): Markup =>
  markup`<details><summary>${title}</summary>
${content}</details>
`;

export const section = (title: string, ...content: readonly Markup[]): Markup =>
  markup`<section><h2>${title}</h2>
${content}</section>
`;

export const legend = (entries: readonly (readonly [tone: string, meaning: string])[]): Markup =>
  markup`<p class="legend">${entries.map(([tone, meaning]) => markup`<span><b class="${tone}"></b>${meaning}</span> `)}</p>
`;

export const link = (url: string | null, text: string): Markup =>
  url === null ? markup`${text}` : markup`<a href="${url}">${text}</a>`;

/** A place along a chart, in percent of its width. */
export const percent = (share: number): string => `${Number((clamp(share) * 100).toFixed(3))}%`;

const clamp = (share: number): number => (Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0);

/** The anchor that keeps a text inside the chart. */
export const anchorAt = (share: number): 'start' | 'middle' | 'end' =>
  share < 0.2 ? 'start' : share > 0.8 ? 'end' : 'middle';

export const spanOf = (start: string | null, end: string | null): string =>
  start === null || end === null ? '–' : formatDuration(Math.max(0, Date.parse(end) - Date.parse(start)));

/** A text that is not longer than it may be: one text must not make a page that no phone can open. */
export const short = (text: string, length = 300): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;

export const shown = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The page of a child workflow in the Temporal UI; null if the pipeline's is unknown. */
function childUrl({ uiUrl, workflowId }: ResultView, childId: string): string | null {
  const own = encoded(workflowId);
  return uiUrl?.endsWith(own) === true ? `${uiUrl.slice(0, -own.length)}${encoded(childId)}` : null;
}

// Half surrogates cannot be encoded, and no workflow has them in its id.
const encoded = (id: string): string => encodeURIComponent(id.replace(/\p{Cs}/gu, '\ufffd'));

/** Of the last attempt of a step; null for a step that has no workflow of its own here. */
export function stepUrl(
  view: ResultView,
  { id, result, items, attempts = 1, isKept }: StepResult,
): string | null {
  if (!view.isPipeline) return view.uiUrl;
  if (isKept === true || ((result?.runId ?? null) === null && items === undefined)) return null;
  return childUrl(
    view,
    `${view.workflowId}/${id}${attempts > 1 && items === undefined ? `~${attempts}` : ''}`,
  );
}

export const itemUrl = (view: ResultView, step: StepResult, { key, runId }: ItemResult): string | null =>
  step.isKept === true || runId === null ? null : childUrl(view, `${view.workflowId}/${step.id}/${key}`);
