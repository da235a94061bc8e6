import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paginate, type Page } from '../../src/simulator/store/cursor.js';
import { compileFilter, compileTaskFilter } from '../../src/simulator/store/filter/compile.js';
import { isId } from '../../src/simulator/store/ids.js';
import { ProjectSpans } from '../../src/simulator/spans/project-spans.js';
import { Store } from '../../src/simulator/store/store.js';
import { startRig } from './rig.js';

describe('ids', () => {
  test('the same seed gives the same ids, another seed others', () => {
    const ids = (seed: number): readonly string[] => {
      const store = new Store(seed);
      return [store.mint('Space'), store.mint('TaskRun'), store.mint('TaskRun')];
    };
    expect(ids(7)).toEqual(ids(7));
    expect(ids(8)).not.toEqual(ids(7));
  });

  test.each([
    ['U3BhY2U6MTphQmNE', true],
    ['TW9kZWw6MQ==', true],
    ['', false],
    ['..', false],
    ['staging6', false],
    ['TW9kZWw6MQ', false],
    [Buffer.from('Model:x:y').toString('base64'), false],
  ])('%j is an id: %s', (text, expected) => {
    expect(isId(text)).toBe(expected);
  });

  test('a second simulator with the same seed answers the same tasks', async () => {
    const now = (): number => Date.UTC(2026, 5, 1);
    const [one, two] = [await startRig({ seed: 5, now }), await startRig({ seed: 5, now })];
    try {
      expect((await one.call('GET', '/v2/tasks')).text).toBe((await two.call('GET', '/v2/tasks')).text);
    } finally {
      await Promise.all([one.simulator.close(), two.simulator.close()]);
    }
  });
});

describe('pages', () => {
  const order = fc.constantFrom('newest-first' as const, 'oldest-first' as const, 'shuffled' as const);

  test('following the cursors gives every item once, whatever is added meanwhile', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 20 }), order, (count, limit, listOrder) => {
        const items = Array.from({ length: count }, (_, at) => ({ ordinal: at + 1 }));
        const seen: number[] = [];
        for (let cursor: string | null = null, more = true; more;) {
          const page: Page<{ ordinal: number }> = paginate(items, {
            limit,
            cursor,
            order: listOrder,
            scope: 's',
          });
          seen.push(...page.items.map(({ ordinal }) => ordinal));
          cursor = page.pagination.next_cursor ?? null;
          more = page.pagination.has_more;
          if (items.length < 80) items.push({ ordinal: items.length + 1 });
        }
        expect(new Set(seen).size).toBe(seen.length);
        const expected = items.slice(0, count).map(({ ordinal }) => ordinal);
        expect(expected.filter((ordinal) => !seen.includes(ordinal))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('a cursor of another listing is refused', () => {
    const items = [{ ordinal: 1 }, { ordinal: 2 }];
    const page = paginate(items, { limit: 1, cursor: null, order: 'oldest-first', scope: 'a' });
    const cursor = page.pagination.next_cursor ?? '';
    expect(() => paginate(items, { limit: 1, cursor, order: 'oldest-first', scope: 'b' })).toThrow(/cursor/);
  });
});

describe('filters', () => {
  const row = { id: 'r1', model: 'gpt-4o', latency_ms: 120, parent_id: null, 'eval.tone.score': 1 };
  const subject = {
    id: row.id,
    read: (field: string): unknown => (row as Record<string, unknown>)[field],
    guess: () => false,
  };

  test.each([
    ["model = 'gpt-4o'", true],
    ["model != 'gpt-4o'", false],
    ["model IN ('a', 'gpt-4o') AND latency_ms < 200", true],
    ['latency_ms >= 121 OR parent_id IS NULL', true],
    ["NOT (model LIKE 'gpt%')", false],
    ["model CONTAINS '4o'", true],
    ['"eval.tone.score" = 1', true],
    ['eval.tone.score > 1', false],
    ['parent_id IS NOT NULL', false],
    ["unknown = 'x'", false],
  ])('%s → %s', (filter, expected) => {
    expect(compileFilter(filter)(subject)).toBe(expected);
  });

  test.each(['', 'model =', "model = 'x' AND", '(a = 1', 'a ~ b'])('%j is no filter', (text) => {
    expect(() => compileFilter(text)).toThrow();
  });

  test('a task filter beyond the known language still keeps a part of the data, the same each time', () => {
    const passes = compileTaskFilter('jsonpath($.a ~ "b")');
    const kept = Array.from({ length: 400 }, (_, at) => ({ ...subject, id: `r${at}` })).filter(passes);
    expect(kept.length).toBeGreaterThan(120);
    expect(kept.length).toBeLessThan(280);
    expect(kept.filter(passes)).toEqual(kept);
  });
});

describe('spans', () => {
  const project = {
    id: 'p',
    ordinal: 1,
    name: 'p',
    space_id: 's',
    created_at: '',
    project_type: null,
    spansPerHour: 24,
  };
  const spans = new ProjectSpans();
  const hours = (from: number, to: number): number =>
    spans.between(project, Date.UTC(2026, 0, 1, from), Date.UTC(2026, 0, 1, to)).length;

  test('windows side by side hold together what one over both holds', () => {
    expect(hours(0, 7) + hours(7, 24)).toBe(hours(0, 24));
  });

  test('30 days hold more than the default max_spans, and a quiet project none', () => {
    expect(hours(0, 24 * 30)).toBeGreaterThan(10_000);
    expect(spans.between({ ...project, spansPerHour: 0 }, 0, Date.UTC(2026, 0, 1))).toEqual([]);
  });
});
