import { compileFilter, compileTaskFilter, type Predicate } from '../store/filter/compile.js';
import { share } from '../store/random.js';
import { unitOf, type Span } from '../spans/span.js';
import { evalNameOf, granularityOf } from '../store/store.js';
import type { Granularity, Project } from '../store/resource-types.js';
import type { EvaluatedUnit, SpanLabels } from '../store/run-types.js';
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

/** The task and the spans of its window that are indexed. */
interface Data {
  readonly world: World;
  readonly task: Task;
  readonly project: Project;
  readonly spans: readonly Span[];
}

/**
 * What a run of a project task will do: the spans, traces or sessions of the window that are indexed,
 * pass the filters, fall into the sample and carry no label of the evaluator yet, up to `maxSpans`.
 */
export function planProjectRun(world: World, task: Task, window: ProjectWindow, nowMs: number): PlannedWork {
  const project = world.store.projects.get(task.project_id ?? '');
  const indexedMs = nowMs - world.options.indexLagMs;
  const spans = world.spans.spans
    .between(project, window.startMs, window.endMs)
    .filter(({ receivedMs }) => receivedMs <= indexedMs);
  const data = { world, task, project, spans };
  const labels = task.evaluators.map((attachment) => admittedLabels(data, attachment));
  if (labels.every(({ units }) => units.length === 0)) return NO_DATA;
  const fresh = window.override ? labels : labels.map((one) => unlabelled(data, one));
  return capped(project, fresh, window.maxSpans);
}

/** Without the units that the evaluator judged before, and the spans that arrived with its evaluation. */
function unlabelled({ world, spans }: Data, labels: SpanLabels): SpanLabels {
  const known = world.store.labelled(labels.ledgerKey);
  const name = evalNameOf(labels.evaluator);
  const arrived = spans.filter(({ evaluations }) => evaluations.some((one) => one.name === name));
  const carriers = new Set(arrived.map(({ id }) => id));
  return {
    ...labels,
    units: labels.units.filter(({ id, spanId }) => !known.has(id) && !carriers.has(spanId)),
  };
}

function capped(project: Project, fresh: readonly SpanLabels[], maxSpans: number): PlannedWork {
  const all = new Set(fresh.flatMap(({ units }) => units.map(({ id }) => id)));
  const chosen = new Set([...all].slice(0, maxSpans));
  if (chosen.size === 0) return { kind: 'nothing-to-label' };
  const labels = fresh.map((one) => ({ ...one, units: one.units.filter(({ id }) => chosen.has(id)) }));
  return itemsToDo(chosen.size, { kind: 'spans', project, labels });
}

/** The units that an evaluator is to judge, in time order. */
function admittedLabels(data: Data, attachment: TaskEvaluator): SpanLabels {
  const { world, task, project, spans } = data;
  const evaluator = world.store.attachedVersion(attachment);
  const granularity = granularityOf(evaluator);
  const admitted = new Set(
    task.query_filters === null
      ? spansThatPass(data, attachment).map((span) => unitOf(span, granularity))
      : unitsThatPass(data, task.query_filters, granularity),
  );
  return {
    ledgerKey: `${attachment.evaluator_id} ${project.id}`,
    evaluator,
    units: targetsOf(spans, granularity).filter(({ id }) => admitted.has(id) && isSampled(task, id)),
  };
}

function isSampled(task: Task, unit: string): boolean {
  return share('sample', task.id, unit) < (task.sampling_rate ?? 1);
}

/** Each unit once, with the span that gets its evaluation: its first one without a parent, or else its first one. */
function targetsOf(spans: readonly Span[], granularity: Granularity): readonly EvaluatedUnit[] {
  if (granularity === 'SPAN') return spans.map(({ id, timeMs }) => ({ id, spanId: id, timeMs }));
  const units = new Map<string, Span[]>();
  for (const span of spans) {
    const unit = unitOf(span, granularity);
    const members = units.get(unit);
    if (members === undefined) units.set(unit, [span]);
    else members.push(span);
  }
  return [...units].flatMap(([id, members]) => {
    const root = members.find(({ fixed }) => fixed.parentId === null) ?? members[0];
    return root === undefined ? [] : [{ id, spanId: root.id, timeMs: root.timeMs }];
  });
}

function spansThatPass({ world, task, project, spans }: Data, attachment: TaskEvaluator): readonly Span[] {
  const filters = [task.query_filter, attachment.query_filter].flatMap((text) =>
    text === null ? [] : [compileTaskFilter(text)],
  );
  if (filters.length === 0) return spans;
  return spans.filter((span) => {
    const subject = world.spans.subject(project, span);
    return filters.every((passes) => passes(subject));
  });
}

/** A trace or session passes a named filter when one of its spans does; the expression combines the names. */
function unitsThatPass(
  { world, project, spans }: Data,
  { filters, expression }: NonNullable<Task['query_filters']>,
  granularity: Granularity,
): readonly string[] {
  const named = filters.map(({ id, filter }) => ({ id, passes: compileTaskFilter(filter) }));
  const units = new Map<string, Set<string>>();
  for (const span of spans) {
    const unit = unitOf(span, granularity);
    const subject = world.spans.subject(project, span);
    const passed = units.get(unit) ?? new Set();
    for (const { id, passes } of named) if (passes(subject)) passed.add(id);
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
