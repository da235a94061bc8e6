import { compileFilter, compileTaskFilter, type Predicate } from '../store/filter/compile.js';
import { share } from '../store/random.js';
import { spansBetween, unitOf, type Span } from '../store/spans.js';
import { granularityOf } from '../store/store.js';
import type { Granularity } from '../store/resource-types.js';
import type { Task, TaskEvaluator } from '../store/task-types.js';
import type { World } from '../base/world.js';
import { itemsToDo, NO_DATA, type PlannedWork } from './plan-evaluation.js';

/** The window of a trigger with its defaults filled in. */
export interface ProjectWindow {
  readonly startMs: number;
  readonly endMs: number;
  readonly maxSpans: number;
  readonly override: boolean;
}

/**
 * What a run of a project task will do: the spans, traces or sessions of the window that are indexed,
 * pass the filters, fall into the sample and carry no label of the evaluator yet, up to `maxSpans`.
 */
export function planProjectRun(world: World, task: Task, window: ProjectWindow, nowMs: number): PlannedWork {
  const project = world.store.projects.get(task.project_id ?? '');
  const indexedUntil = Math.min(window.endMs, nowMs - world.options.indexLagMs);
  const spans = spansBetween(project, window.startMs, indexedUntil);
  const byEvaluator = task.evaluators.map((attachment) => ({
    ledgerKey: `${attachment.evaluator_id} ${project.id}`,
    units: admittedUnits(world, task, attachment, spans),
  }));
  if (byEvaluator.every(({ units }) => units.length === 0)) return NO_DATA;
  const fresh = byEvaluator.map(({ ledgerKey, units }) => {
    const known = world.store.labelled(ledgerKey);
    return { ledgerKey, units: window.override ? units : units.filter((unit) => !known.has(unit)) };
  });
  return capped(fresh, window.maxSpans);
}

function capped(
  fresh: readonly { readonly ledgerKey: string; readonly units: readonly string[] }[],
  maxSpans: number,
): PlannedWork {
  const chosen = new Set([...new Set(fresh.flatMap(({ units }) => units))].slice(0, maxSpans));
  if (chosen.size === 0) return { kind: 'nothing-to-label' };
  const labels = fresh.map(({ ledgerKey, units }) => ({
    ledgerKey,
    unitIds: units.filter((unit) => chosen.has(unit)),
  }));
  return itemsToDo(chosen.size, { kind: 'spans', labels });
}

/** Unit ids in time order, each once. */
function admittedUnits(
  world: World,
  task: Task,
  attachment: TaskEvaluator,
  spans: readonly Span[],
): readonly string[] {
  const granularity = granularityOf(world.store.attachedVersion(attachment));
  const sampled = (unit: string): boolean => share('sample', task.id, unit) < (task.sampling_rate ?? 1);
  const admitted =
    task.query_filters === null
      ? spansThatPass(task, attachment, spans).map((span) => unitOf(span, granularity))
      : unitsThatPass(task.query_filters, spans, granularity);
  return [...new Set(admitted)].filter(sampled);
}

function spansThatPass(task: Task, attachment: TaskEvaluator, spans: readonly Span[]): readonly Span[] {
  const filters = [compileTaskFilter(task.query_filter), compileTaskFilter(attachment.query_filter)];
  return spans.filter((span) => filters.every((passes) => passes(span)));
}

/** A trace or session passes a named filter when one of its spans does; the expression combines the names. */
function unitsThatPass(
  { filters, expression }: NonNullable<Task['query_filters']>,
  spans: readonly Span[],
  granularity: Granularity,
): readonly string[] {
  const named = filters.map(({ id, filter }) => ({ id, passes: compileTaskFilter(filter) }));
  const units = new Map<string, Set<string>>();
  for (const span of spans) {
    const unit = unitOf(span, granularity);
    const passed = units.get(unit) ?? new Set();
    for (const { id, passes } of named) if (passes(span)) passed.add(id);
    units.set(unit, passed);
  }
  const holds = compileExpression(expression);
  return [...units].filter(([, passed]) => holds(passed)).map(([unit]) => unit);
}

/** An expression over filter names, `A AND NOT B`, is a filter over the fields A to E. */
function compileExpression(expression: string): (passed: ReadonlySet<string>) => boolean {
  const predicate: Predicate = compileFilter(expression.replace(/\b[A-E]\b/g, '$& = true'));
  return (passed) => predicate({ id: '', read: (name) => passed.has(name), guess: () => false });
}
