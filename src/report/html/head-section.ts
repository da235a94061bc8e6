import type { Json } from '../../model/base/json.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import { findingsOf, tally } from '../result-view.js';
import { verdictText } from '../../model/run/verdict.js';
import type { ResultView } from '../result-view.js';
import { facts, link, section, short, shown, spanOf, table } from './elements.js';
import type { HtmlTone } from './elements.js';

const TONES: Readonly<Record<ResultView['verdict'], HtmlTone>> = {
  good: 'good',
  errors: 'bad',
  failed: 'bad',
  cancelled: 'warn',
  running: 'live',
};

/** What was run, how it ended, and what went wrong. */
export function headSection(view: ResultView): Markup {
  const { title, verdict, steps, workflowId, uiUrl, startedAt, endedAt, about, isPipeline, status } = view;
  const labels = Object.entries(about.labels).map(([name, value]) => `${name}: ${value}`);
  const entries = [
    ['Started', startedAt],
    ['Ended', endedAt],
    ['Workflow', link(uiUrl, workflowId)],
    ['Temporal', status.toLowerCase()],
    ['Rerun of', about.rerunOf?.workflowId ?? null],
    ['Labels', labels.join(', ')],
  ] as const;
  return markup`<header><p class="dim">${isPipeline ? 'Pipeline' : 'Task run'}</p><h1>${title}</h1>
<p><span class="badge ${TONES[verdict]}">${verdictText(verdict)}</span></p>
<p>${tally(steps)}; took ${spanOf(startedAt, endedAt)}.</p>
${facts(entries)}</header>
${findings(view)}`;
}

function findings(view: ResultView): Markup {
  const found = findingsOf(view);
  if (found.length === 0) return markup``;
  const items = found.map(({ level, where, what }) => {
    const tone = level === 'error' ? 'bad' : 'warn';
    return markup`<li><b class="${tone}">${level === 'error' ? '✗' : '!'}</b> <strong>${where}</strong>: ${short(what, 2000)}</li>
`;
  });
  return section(
    'What went wrong',
    markup`<ul class="findings">${items}</ul>
`,
  );
}

/** What went into a pipeline, and what came out of it and of its steps. */
export function valueSections({ about, steps }: ResultView): Markup[] {
  const ofSteps = steps.flatMap(({ id, outputs = {} }) =>
    Object.entries(outputs).map(([name, value]) => [`${id}.${name}`, value] as const),
  );
  return [
    values('Outputs', [...Object.entries(about.outputs), ...ofSteps]),
    values('Inputs', Object.entries(about.inputs)),
  ];
}

const values = (title: string, entries: readonly (readonly [string, Json])[]): Markup =>
  entries.length === 0
    ? markup``
    : section(
        title,
        table(
          [
            { title: 'Name', kind: 'name' },
            { title: 'Value', kind: 'wide' },
          ],
          entries.map(([name, value]) => [name, short(shown(value), 5000)]),
        ),
      );
