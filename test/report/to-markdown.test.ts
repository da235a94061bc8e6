import { describe, expect, test } from 'vitest';
import { toAnnotations } from '../../src/report/to-annotations.js';
import { toMarkdown } from '../../src/report/to-markdown.js';
import { HOSTILE_DOCUMENT, NIGHTLY, RUN, WIDE, documentOf, item } from './support/documents.js';
import { stepResult } from '../support/step-result.js';

const lines = toMarkdown(NIGHTLY).split('\n');

describe('the Markdown summary', () => {
  test('begins with the verdict and where to look', () => {
    expect(lines[0]).toBe('## ❌ nightly: failed');
    expect(lines[2]).toContain('3 of 6 steps succeeded, 2 failed, 1 skipped · took 13m 30s');
    expect(lines[2]).toContain('](<http://localhost:8233/namespaces/default/workflows/');
  });

  test('has a row for each step and check, for items that did not end well, and for outputs', () => {
    const rowsOf = (title: string): string[] => {
      const start = lines.indexOf(title);
      return lines.slice(start + 4, lines.indexOf('', start + 4));
    };
    expect(lines.filter((line) => line.includes('| answer |'))).toHaveLength(2);
    expect(rowsOf('### Gates')).toHaveLength(3);
    expect(rowsOf('### Items of models')).toEqual([
      expect.stringContaining('| model-3 | failed: The run stopped'),
      expect.stringContaining('| model-7 |'),
    ]);
    expect(rowsOf('### Outputs')).toContain('| mean | 0.7512 |');
  });

  test('of a lone run is a table of one row', () => {
    expect(toMarkdown(RUN)).toContain('## ✅ generate-answers: succeeded');
  });

  test('has as many cells in each row, whatever the names are', () => {
    const markdown = toMarkdown(HOSTILE_DOCUMENT);
    const cells = (text: string): number[] =>
      text
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => line.split(/(?<!\\)\|/).length);
    expect(cells(markdown)).toEqual(cells(toMarkdown(NIGHTLY)));
    expect(markdown).not.toContain('<script');
    expect(markdown).not.toContain('http://evil');
    expect(markdown).not.toMatch(/(?<!\\)\[x/);
  });

  test('shows at most 100 items of each fan-out', () => {
    const items = Array.from({ length: 150 }, (_, index) =>
      item(index, { state: 'failed', outcome: 'failed' }),
    );
    const markdown = toMarkdown(documentOf({ steps: [stepResult('m', { state: 'failed', items })] }));
    expect(markdown).toContain('… and 50 more.');
  });

  test('that would be too long is cut between rows, and says so', () => {
    const markdown = toMarkdown(WIDE, 5000);
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(5000);
    const [note, last] = markdown.trimEnd().split('\n').filter(Boolean).reverse();
    expect(note).toContain('The rest was cut');
    expect(last).toMatch(/^\|.*\|$/);
  });
});

describe('the annotations for GitHub', () => {
  test('are errors for failed steps and gates, warnings for what is ignored or warns', () => {
    const annotations = toAnnotations(NIGHTLY);
    expect(annotations[0]).toBe(
      '::error title=nightly%3A score::completed with errors (1.7%25): its gate failed',
    );
    expect(annotations.filter((line) => line.startsWith('::error'))).toHaveLength(3);
    expect(annotations.filter((line) => line.startsWith('::warning'))).toHaveLength(2);
  });

  test('of a result that is good are none', () => {
    expect(toAnnotations(RUN)).toEqual([]);
  });

  test('are one line each, whatever the names are', () => {
    for (const line of toAnnotations(HOSTILE_DOCUMENT)) {
      expect(line).toMatch(/^::(error|warning) title=[^:,\p{Cc}\u202e]*::[^\p{Cc}\u202e]*$/u);
    }
  });

  test('are ten of a level at most', () => {
    const steps = Array.from({ length: 30 }, (_, n) => stepResult(`s${n}`, { state: 'failed' }));
    expect(toAnnotations(documentOf({ steps }))).toHaveLength(10);
  });
});
