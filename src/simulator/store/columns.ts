import type { FilterSubject } from './filter/matches.js';
import type { DatasetExample, ExperimentRun } from './types.js';

/** A dataset example as filters see it. */
export function exampleSubject(example: DatasetExample): FilterSubject & { readonly id: string } {
  return subject(example.id, { ...example.columns, id: example.id });
}

/** An experiment run as filters see it. */
export function experimentRunSubject(run: ExperimentRun): FilterSubject & { readonly id: string } {
  const { id, example_id, output, error } = run;
  return subject(id, { ...run.columns, ...annotationColumns(run), id, example_id, output, error });
}

function subject(
  id: string,
  columns: Readonly<Record<string, unknown>>,
): FilterSubject & { readonly id: string } {
  return {
    id,
    read: (field) => columns[field] ?? columns[field.replace(/^attributes\./, '')] ?? null,
    guess: () => false,
  };
}

function annotationColumns(run: ExperimentRun): Record<string, unknown> {
  const entries = run.annotations.flatMap(({ name, score, label, text }) => [
    [`annotation.${name}.score`, score],
    [`annotation.${name}.label`, label],
    [`annotation.${name}.text`, text],
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}
