import type { World } from '../base/world.js';
import type { Value } from '../scripts/values.js';
import type { Verdict, Writer } from '../spans/written.js';
import type { Project } from '../store/resource-types.js';
import type { RunRecord, RunWork, SpanLabels } from '../store/run-types.js';
import { evalNameOf } from '../store/store.js';
import { verdict } from './verdict.js';

/** Writes the evaluations of a run on its first units; those after them, its errors, get none. */
export function recordLabels(
  world: World,
  run: RunRecord,
  { project, labels }: RunWork & { kind: 'spans' },
  successes: number,
): void {
  const all = new Set(labels.flatMap(({ units }) => units.map(({ id }) => id)));
  const done = new Set([...all].slice(0, successes));
  for (const one of labels) {
    const units = one.units.filter(({ id }) => done.has(id));
    const labelled = world.store.labelled(one.ledgerKey);
    for (const { id } of units) labelled.add(id);
    writeEvaluations(world, run, project, { ...one, units });
  }
}

function writeEvaluations(
  world: World,
  { wire }: RunRecord,
  project: Project,
  { evaluator, units }: SpanLabels,
): void {
  const name = evalNameOf(evaluator);
  const explains = evaluator.template_config?.include_explanations ?? false;
  const equal = new EqualVerdicts({ taskId: wire.task_id, runId: wire.id, explains });
  const written = world.spans.written.of(project.id, name);
  for (const [position, unit] of units.entries()) {
    const scripted = world.scores.valueForSpan(project, name, { ...unit, position });
    const value = scripted ?? verdict(evaluator, project.id, unit.id);
    if (value.label !== null || value.score !== null) written.set(unit.spanId, equal.of(value));
  }
}

/** One object for all equal verdicts of a run. */
class EqualVerdicts {
  readonly #verdicts = new Map<string, Verdict>();

  constructor(private readonly writer: Writer) {}

  of({ label, score }: Value): Verdict {
    const key = JSON.stringify([label, score]);
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    const fresh = { label, score, writer: this.writer };
    this.#verdicts.set(key, fresh);
    return fresh;
  }
}
