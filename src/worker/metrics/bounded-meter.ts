import { MetricMeterWithComposedTags } from '@temporalio/common';
import type { MetricMeter, MetricTags } from '@temporalio/common';
import type { Runtime } from '@temporalio/worker';

/** Values of one label that this process tells apart; the others are `other`. */
const MOST_VALUES = 100;

/** Labels whose values are names that users give. */
const NAMES = ['task', 'schedule'];

/**
 * Bounds the labels of our metrics for this process, whether activities or workflows record them: a team that makes a task
 * for each commit must not make a time series for each. The SDK has no place for this but the meter itself.
 */
export function boundLabels(runtime: Runtime): void {
  if (bounded.has(runtime)) return;
  bounded.add(runtime);
  const meter = boundedMeter(runtime.metricMeter);
  Object.defineProperty(runtime, 'metricMeter', { value: meter, configurable: true, writable: true });
}

const bounded = new WeakSet<Runtime>();

/** The SDK composes tags before it hands them to a meter, so all tags of a call come with it. */
export function boundedMeter(meter: MetricMeter): MetricMeter {
  const bind = labelBinder();
  const inner: MetricMeter = {
    createCounter: (name, unit, description) => {
      const counter = meter.createCounter(name, unit, description);
      return isOurs(name)
        ? withMethod(counter, { add: (value, tags) => counter.add(value, bind(tags)) })
        : counter;
    },
    createHistogram: (name, type, unit, description) => {
      const histogram = meter.createHistogram(name, type, unit, description);
      if (!isOurs(name)) return histogram;
      return withMethod(histogram, { record: (value, tags) => histogram.record(value, bind(tags)) });
    },
    createGauge: (name, type, unit, description) => meter.createGauge(name, type, unit, description),
    ...(meter.createUpDownCounter && {
      createUpDownCounter: meter.createUpDownCounter.bind(meter),
    }),
    withTags: (tags) => MetricMeterWithComposedTags.compose(inner, tags, true),
  };
  return MetricMeterWithComposedTags.compose(inner, {}, true);
}

function withMethod<M extends object>(metric: M, method: Partial<M>): M {
  return Object.assign(Object.create(metric) as M, method);
}

const isOurs = (name: string): boolean => name.startsWith('ax_tasks_');

/** The tags with what is beyond the bound as `other`. The first values of a label are kept, so that a series stays one. */
function labelBinder(): (tags?: MetricTags) => MetricTags {
  const seen = new Map(NAMES.map((name) => [name, new Set<string>()]));
  const boundedValue = (name: string, value: MetricTags[string]): MetricTags[string] => {
    const values = seen.get(name);
    if (values === undefined || values.has(String(value))) return value;
    if (values.size >= MOST_VALUES) return 'other';
    values.add(String(value));
    return value;
  };
  return (tags = {}) =>
    Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, boundedValue(name, value)]));
}
