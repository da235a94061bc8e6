import { expect, test } from 'vitest';
import { runDetails } from '../../src/model/run/details-text.js';
import { toHtml } from '../../src/report/html/to-html.js';
import { toAnnotations } from '../../src/report/to-annotations.js';
import { toJunit } from '../../src/report/to-junit.js';
import { toMarkdown } from '../../src/report/to-markdown.js';
import { PLAIN_STYLE } from '../../src/terminal/style.js';
import { runResultLines } from '../../src/terminal/views/result-views.js';
import { RUN } from './support/documents.js';

if (RUN.kind !== 'run') throw new Error('expected the document of a run');
const provenance = { how: 'created' as const, posts: 1, candidates: [], duplicatesUnknown: '403 Refused' };
const result = { ...RUN.data.result, provenance };
const document = { ...RUN, data: { ...RUN.data, result } };

test.each([
  ['the result lines', runResultLines(result, { workflowId: 'w', uiUrl: null }, PLAIN_STYLE).join(' ')],
  ['HTML', toHtml(document)],
  ['JUnit', toJunit(document)],
  ['Markdown', toMarkdown(document)],
  ['annotations', toAnnotations(document).join(' ')],
  ["Temporal's UI", runDetails(result)],
])('%s of a run say that another one may be active, and what finds it', (_what, text) => {
  const plain = text.replaceAll('\\', '').replace(/\s+/g, ' ');
  expect(plain).toMatch(/another run may be active.*ax-tasks sweep.*403 Refused/);
});
