/** A thing of Arize AX that has a name and an id. */
export interface NamedResource {
  id: string;
  name: string;
}

/** What an ID means. */
export interface ResourceName extends NamedResource {
  /** Null where the service does not say. */
  spaceId: string | null;
}

export type Space = NamedResource;

/** A project, dataset, evaluator or integration lives in a space (null where the server does not say). */
export interface SpaceResource extends NamedResource {
  spaceId: string | null;
  /** The resource's kind where it has one, upper case: project type, evaluator type, integration type. */
  type: string | null;
}

/** One of the versions of an evaluator. */
export interface EvaluatorVersion {
  id: string;
  commitHash: string | null;
  commitMessage: string | null;
  createdAt: string | null;
  /** The name under which it writes scores; null if the service does not tell. */
  evaluation: string | null;
}

/** An experiment of a dataset. */
export interface Experiment extends NamedResource {
  spaceId: string | null;
  /** Null for an experiment that stands on its own. */
  datasetId: string | null;
  /** By the service's clock, ISO 8601 with zone; null if the service does not tell. */
  createdAt: string | null;
}

/** A version of a dataset, as tasks pin it. */
export interface DatasetVersion extends NamedResource {
  createdAt: string | null;
}

/** A dataset with its versions. */
export interface Dataset extends SpaceResource {
  versions: DatasetVersion[];
}

/** One example of a dataset: its own fields, as the dataset has them. */
export interface DatasetExample {
  id: string;
  fields: Record<string, unknown>;
}

/** One evaluation on an experiment's run: the members `eval.<name>.score` / `.label` / `.explanation`. */
export interface RunEvaluation {
  name: string;
  score: number | null;
  label: string | null;
  explanation: string | null;
  /** What was found in the place of a score or a label that is none: its type, never its content. Absent members are fine. */
  misfits: { score?: string; label?: string };
}

/** One run of an experiment (one example), with the evaluations it has so far. */
export interface ExperimentRun {
  id: string;
  exampleId: string | null;
  output: string | null;
  error: string | null;
  evaluations: RunEvaluation[];
}

/** One page of a list. `nextCursor` is null on the last page. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
