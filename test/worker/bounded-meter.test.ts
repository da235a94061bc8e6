import { noopMetricMeter } from '@temporalio/common';
import type { MetricMeter, MetricTags } from '@temporalio/common';
import { beforeEach, expect, test } from 'vitest';
import { boundedMeter } from '../../src/worker/metrics/bounded-meter.js';

let recorded: MetricTags[];
let meter: MetricMeter;

beforeEach(() => {
  recorded = [];
  meter = boundedMeter({
    createGauge: (...args) => noopMetricMeter.createGauge(...args),
    withTags: () => meter,
    createCounter: (name, unit, description) => ({
      ...noopMetricMeter.createCounter(name, unit, description),
      add: (_value, tags = {}) => void recorded.push(tags),
    }),
    createHistogram: (name, type, unit, description) => ({
      ...noopMetricMeter.createHistogram(name, type, unit, description),
      record: (_value, tags = {}) => void recorded.push(tags),
    }),
  });
});

const tasks = () => recorded.map(({ task }) => task);

test('a hundred tasks are told apart, each as often as it comes, and further ones are "other"', () => {
  const counter = meter.createCounter('ax_tasks_x');
  for (let at = 0; at < 150; at++) counter.add(1, { task: `task-${at}` });
  counter.add(1, { task: 'task-7' });
  expect(new Set(tasks())).toEqual(
    new Set([...Array.from({ length: 100 }, (_, at) => `task-${at}`), 'other']),
  );
  expect(tasks().filter((task) => task === 'other')).toHaveLength(50);
  expect(tasks().at(-1)).toBe('task-7');
});

test('the bound counts over all metrics and histograms, and for each label by itself', () => {
  for (let at = 0; at < 100; at++) meter.createCounter('ax_tasks_x').add(1, { task: `task-${at}` });
  meter
    .createHistogram('ax_tasks_y', 'float')
    .record(1, { task: 'new', schedule: 'nightly', outcome: 'failed' });
  expect(recorded.at(-1)).toEqual({ task: 'other', schedule: 'nightly', outcome: 'failed' });
});

test('tags that the SDK adds stay, and so do the metrics of others', () => {
  for (let at = 0; at < 101; at++) meter.createCounter('ax_tasks_x').add(1, { task: `task-${at}` });
  meter.withTags({ namespace: 'default' }).createCounter('ax_tasks_x').withTags({ how: 'created' }).add(1);
  expect(recorded.at(-1)).toEqual({ namespace: 'default', how: 'created' });
  meter.createCounter('my_metric').add(1, { task: 'mine' });
  expect(recorded.at(-1)).toEqual({ task: 'mine' });
});
