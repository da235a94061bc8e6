import { expect, test } from 'vitest';
import { lineForPeople } from '../../src/worker-log.js';
import { escapeMarkdown } from '../../src/model/base/markdown.js';
import { runDetails } from '../../src/model/run/details-text.js';
import { previewOf } from '../../src/model/pipeline/preview.js';
import { toAnnotations } from '../../src/report/to-annotations.js';
import { toHtml } from '../../src/report/html/to-html.js';
import { toJunit } from '../../src/report/to-junit.js';
import { toMarkdown } from '../../src/report/to-markdown.js';
import { PLAIN_STYLE } from '../../src/terminal/style.js';
import { safeJson, safeLines } from '../../src/terminal/text/text.js';
import { planMermaid } from '../../src/terminal/views/plan-mermaid.js';
import { pipelineResultLines } from '../../src/terminal/views/result-views.js';
import { step } from '../support/step.js';
import { NIGHTLY, withTexts } from './support/documents.js';

/** What some reader of a text could obey: a screen, a CI system, a browser, and parsers of Markdown, XML and Mermaid. */
const HOSTILE =
  '`"a\u001b[2J\u009b31m\u0007\u0000\u202eb\u2066\u2028\r\n::error::c\n##[error]d\n# e <script>f</script>]]><!--&\'|[g](javascript:h)#quot;`';

const document = withTexts(NIGHTLY, HOSTILE);
const { result } = document.data;

const plan = () => {
  const steps = [step(HOSTILE, { task: HOSTILE }), step('b', { needs: [HOSTILE], if: HOSTILE })];
  return previewOf({ version: 1, name: 'n', labels: {}, steps }, new Map());
};

const SINKS: Record<string, () => string> = {
  'lines of a screen or a log': () =>
    safeLines(pipelineResultLines(result, document.data, PLAIN_STYLE).join('\n')),
  JSON: () => safeJson(JSON.stringify(document)),
  'the log of the worker': () =>
    lineForPeople({
      level: 'INFO',
      message: HOSTILE,
      timestampNanos: 0n,
      meta: { reason: HOSTILE },
    } as never),
  annotations: () => toAnnotations(document).join('\n'),
  Markdown: () => toMarkdown(document),
  'JUnit XML': () => toJunit(document),
  HTML: () => toHtml(document),
  Mermaid: () => planMermaid(plan()).join('\n'),
  'details in Temporal’s UI': () =>
    runDetails({ verdict: 'failed', outcome: { kind: 'failed' }, runId: HOSTILE, provenance: {} } as never),
  'a text of Markdown': () => escapeMarkdown(HOSTILE),
};

const CONTROLS = /[^\P{Cc}\n]|[\p{Bidi_Control}\u2028\u2029\ufeff]/u;
const OBEYED_BY_CI = /^\s*(::error::|##\[error\])/m;
const TAG = /<script/;

test.each(Object.entries(SINKS))('%s: nothing in a text is obeyed', (name, textOf) => {
  const text = textOf();
  expect(text).toContain('error');
  expect(text).not.toMatch(CONTROLS);
  // CI systems read screens and logs; browsers read the rest.
  expect(text).not.toMatch(/screen|JSON|log|annotations/.test(name) ? OBEYED_BY_CI : TAG);
});

test('a Mermaid label is neither ended nor Markdown', () => {
  for (const line of planMermaid(plan()).slice(1)) {
    const [, label = ''] = /"(.*)"/.exec(line) ?? [];
    expect(label.replaceAll('<br/>', '')).not.toMatch(/["`<>]|#(?!\d+;)/);
  }
});
