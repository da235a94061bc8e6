import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { METRICS } from '../../src/model/temporal/metrics.js';

const page = readFileSync(new URL('../../docs/observability.md', import.meta.url), 'utf8');

/** Name and labels, as the page has them and as Prometheus shows them. */
const documented = [...page.matchAll(/^\| `(ax_tasks_\w+)` +\|([^|]*)\|/gm)].map(([, name, labels = '']) => ({
  name,
  labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label),
}));

test('each metric is in the table of the page with its labels, and the table has no other', () => {
  const defined = Object.values(METRICS).map(({ name, labels, buckets }) => ({
    name: buckets === null ? `${name}_total` : name,
    labels: [...labels],
  }));
  expect(documented).toEqual(defined);
});

test('the values of each label have a bound', () => {
  const bounds = page.slice(page.indexOf('Labels are bounded'));
  for (const label of new Set(Object.values(METRICS).flatMap(({ labels }) => [...labels])))
    expect(bounds).toMatch(new RegExp(`^\\| [^|]*\`${label}\``, 'm'));
});
