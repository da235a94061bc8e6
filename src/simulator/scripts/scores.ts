import type { Experiment } from '../store/resource-types.js';

/** What an evaluation leaves on the runs of experiments, instead of what the seed would give. */
export interface ScriptedScores {
  /** Name or id; left out: of every experiment. */
  readonly experiment?: string;
  /** The middle part of `eval.<name>.score`; left out: of every evaluation. */
  readonly evaluation?: string;
  /** By the position of the run in its experiment, over and over; null: none. Left out: no run gets a score. */
  readonly scores?: readonly (number | null)[];
  /** The same for labels. */
  readonly labels?: readonly (string | null)[];
}

type Columns = Record<string, unknown>;

/** The scores that were scripted. The last ones that fit apply. */
export class ScoreRegistry {
  #rules: ScriptedScores[] = [];

  /** Existing runs get their scores at once if the evaluation is named. */
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
    return columnsAt(rule, evaluation, position);
  }

  list(): readonly ScriptedScores[] {
    return [...this.#rules];
  }

  /** Removes all; says how many went. What was written stays. */
  remove(): number {
    return this.#rules.splice(0).length;
  }
}

const isOf = ({ experiment }: ScriptedScores, { id, name }: Experiment): boolean =>
  experiment === undefined || experiment === id || experiment === name;

function rewrite({ runs }: Experiment, evaluation: string, rule: ScriptedScores): void {
  for (const [position, { columns }] of runs.entries()) {
    for (const part of ['score', 'label', 'explanation']) delete columns[`eval.${evaluation}.${part}`];
    Object.assign(columns, columnsAt(rule, evaluation, position));
  }
}

function columnsAt(
  { scores = [], labels = [] }: ScriptedScores,
  evaluation: string,
  position: number,
): Columns {
  const score = scores[position % scores.length] ?? null;
  const label = labels[position % labels.length] ?? null;
  return {
    ...(label === null ? {} : { [`eval.${evaluation}.label`]: label }),
    ...(score === null ? {} : { [`eval.${evaluation}.score`]: score }),
  };
}
