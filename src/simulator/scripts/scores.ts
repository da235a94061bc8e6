import { startsWithin } from '../base/time-range.js';
import type { Experiment, Project } from '../store/resource-types.js';
import { valueOf, type ScriptedItem, type ScriptedValues, type Value } from './values.js';

/** What an evaluation leaves on the runs of experiments and on spans, instead of what the seed would give. */
export interface ScriptedScores extends ScriptedValues {
  /** Name or id: only runs of this experiment. */
  readonly experiment?: string;
  /** Name or id: only spans of this project. */
  readonly project?: string;
  /** The middle part of `eval.<name>.score`; left out: of every evaluation. */
  readonly evaluation?: string;
  /** Only spans that start from this time on, and before the other. */
  readonly from?: string;
  readonly until?: string;
}

/** A span that is to get a score, by its position in the run. */
export interface SpanItem {
  readonly id: string;
  readonly timeMs: number;
  readonly position: number;
}

type Columns = Record<string, unknown>;

/** The scores that were scripted. The last ones that fit apply. */
export class ScoreRegistry {
  #rules: ScriptedScores[] = [];

  /** Existing runs of experiments get their scores at once if the evaluation is named; spans when a run comes to them. */
  add(rule: ScriptedScores, experiments: readonly Experiment[]): ScriptedScores {
    this.#rules.unshift(rule);
    const { evaluation } = rule;
    if (evaluation === undefined) return rule;
    for (const experiment of experiments.filter((one) => isOf(rule, one)))
      rewrite(experiment, evaluation, rule);
    return rule;
  }

  /** The columns of one run, or null where nothing is scripted for them. */
  columnsFor(experiment: Experiment, runId: string, evaluation: string): Columns | null {
    const rule = this.#rules.find(
      (one) => isOf(one, experiment) && (one.evaluation ?? evaluation) === evaluation,
    );
    if (rule === undefined) return null;
    const position = experiment.runs.findIndex(({ id }) => id === runId);
    return columnsAt(rule, evaluation, { key: runId, position });
  }

  /** What an evaluation says about a span, or null where nothing is scripted for it. */
  valueForSpan(project: Project, evaluation: string, { id, timeMs, position }: SpanItem): Value | null {
    const rule = this.#rules.find(
      (one) =>
        isForProject(one, project) &&
        (one.evaluation ?? evaluation) === evaluation &&
        startsWithin(one, timeMs),
    );
    return rule === undefined ? null : valueOf(rule, { key: `${evaluation} ${id}`, position });
  }

  list(): readonly ScriptedScores[] {
    return [...this.#rules];
  }

  /** Removes all; says how many went. What was written stays. */
  remove(): number {
    return this.#rules.splice(0).length;
  }
}

function isOf({ experiment, project }: ScriptedScores, { id, name }: Experiment): boolean {
  return project === undefined && (experiment === undefined || experiment === id || experiment === name);
}

function isForProject({ experiment, project }: ScriptedScores, { id, name }: Project): boolean {
  return experiment === undefined && (project === undefined || project === id || project === name);
}

function rewrite({ runs }: Experiment, evaluation: string, rule: ScriptedScores): void {
  for (const [position, { id, columns }] of runs.entries()) {
    for (const part of ['score', 'label', 'explanation']) delete columns[`eval.${evaluation}.${part}`];
    Object.assign(columns, columnsAt(rule, evaluation, { key: id, position }));
  }
}

function columnsAt(rule: ScriptedScores, evaluation: string, item: ScriptedItem): Columns {
  const { score, label } = valueOf(rule, item);
  return {
    ...(label === null ? {} : { [`eval.${evaluation}.label`]: label }),
    ...(score === null ? {} : { [`eval.${evaluation}.score`]: score }),
  };
}
