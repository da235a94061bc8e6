import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { METRICS } from '../../src/model/temporal/metrics.js';
import { SDK_METRICS } from '../support/sdk-metrics.js';

const fileOf = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const textOf = (path: string): string => readFileSync(fileOf(path), 'utf8');

interface Rule {
  alert: string;
  expr: string;
  annotations: { summary: string; runbook_url: string };
}
interface Dashboard {
  panels: { title: string; targets: { expr: string }[] }[];
}

const { groups } = parse(textOf('deploy/observability/alerts.yml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(textOf('deploy/observability/dashboard.json')) as Dashboard;

/** As Prometheus shows them. */
const known = new Set([
  'up',
  'ALERTS',
  ...SDK_METRICS,
  ...Object.values(METRICS).flatMap(({ name, buckets }) =>
    buckets === null ? [`${name}_total`] : ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`),
  ),
]);
const LABELS = new Set([
  ...Object.values(METRICS).flatMap(({ labels }): readonly string[] => labels),
  ...['le', 'job', 'instance', 'workflow_type'],
]);

const unquoted = (expr: string): string => expr.replace(/"[^"]*"/g, '""');
const metricsIn = (expr: string): string[] =>
  [...unquoted(expr).matchAll(/\b(?:ax_tasks|temporal)_\w+|\bup\b/g)].map(([name]) => name);
/** Of matchers, and of what sums are grouped by. */
const labelsIn = (expr: string): string[] =>
  [...unquoted(expr).matchAll(/\b(\w+)\s*(?:=~|!=|!~|=)""|\bby \(([^)]*)\)/g)].flatMap(([, label, group]) =>
    label === undefined ? (group ?? '').split(/,\s*/) : [label],
  );

describe.each([
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
])('%s', (_name, expr) => {
  test('names metrics and labels that exist', () => {
    expect(metricsIn(expr).length).toBeGreaterThan(0);
    expect(metricsIn(expr).filter((metric) => !known.has(metric))).toEqual([]);
    expect(labelsIn(expr).filter((label) => !LABELS.has(label))).toEqual([]);
  });
});

const runbookOf = ({ annotations }: Rule): string => annotations.runbook_url.replace(/^.*\/(?=docs\/)/, '');

test('each alert has a runbook that names it and is on the site, and there is no other runbook', () => {
  const site = textOf('docs/.vitepress/config.js');
  for (const rule of rules) {
    expect(existsSync(fileOf(runbookOf(rule))), rule.alert).toBe(true);
    expect(textOf(runbookOf(rule))).toContain(`\`${rule.alert}\``);
    expect(site).toContain(runbookOf(rule).replace(/^docs\/(.*)\.md$/, "'$1'"));
  }
  const pages = readdirSync(fileOf('docs/runbooks')).map((page) => `docs/runbooks/${page}`);
  expect(pages.sort()).toEqual(rules.map(runbookOf).sort());
});

test('every metric of ours is on the dashboard', () => {
  const shown = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsIn(expr))).join(' ');
  for (const { name } of Object.values(METRICS)) expect(shown).toContain(name);
});
