import type { SpanEvaluation } from './span.js';

/** The run that wrote an evaluation. */
export interface Writer {
  readonly taskId: string;
  readonly runId: string;
  /** Whether its evaluator explains itself. */
  readonly explains: boolean;
}

/** What a run said about a span. Equal verdicts of a run are one object, so that many spans take little memory. */
export interface Verdict {
  readonly label: string | null;
  readonly score: number | string | null;
  readonly writer: Writer;
}

/** Evaluations that runs wrote, by project, evaluation and span; the last one stands. */
export class WrittenEvaluations {
  readonly #projects = new Map<string, Map<string, Map<string, Verdict>>>();
  /** Grows with everything written. */
  revision = 0;

  /** The verdicts of one evaluation in a project by the id of the span, to be written to. */
  of(projectId: string, name: string): Map<string, Verdict> {
    this.revision += 1;
    const evaluations = this.#projects.get(projectId) ?? new Map<string, Map<string, Verdict>>();
    this.#projects.set(projectId, evaluations);
    const verdicts = evaluations.get(name) ?? new Map<string, Verdict>();
    evaluations.set(name, verdicts);
    return verdicts;
  }

  find(projectId: string, name: string, spanId: string): Verdict | undefined {
    return this.#projects.get(projectId)?.get(name)?.get(spanId);
  }

  /** Every evaluation that runs wrote on a span, by name. */
  onSpan(projectId: string, spanId: string): readonly (readonly [name: string, verdict: Verdict])[] {
    return [...(this.#projects.get(projectId) ?? [])].flatMap(([name, verdicts]) => {
      const verdict = verdicts.get(spanId);
      return verdict === undefined ? [] : [[name, verdict] as const];
    });
  }
}

/** How the metadata of an evaluation names the task and the run. */
export type EvaluationMetadata = 'ids' | 'absent' | 'other-names';

/** A verdict as the wire shows it. */
export function evaluationOf(name: string, verdict: Verdict, style: EvaluationMetadata): SpanEvaluation {
  const { label, score, writer } = verdict;
  const metadata = metadataOf(writer, style);
  return {
    name,
    ...(score === null ? {} : { score }),
    ...(label === null ? {} : { label }),
    ...(writer.explains ? { explanation: `Judged ${label ?? String(score)} by ${name}.` } : {}),
    ...(metadata === null ? {} : { metadata }),
  };
}

function metadataOf({ taskId, runId }: Writer, style: EvaluationMetadata): Record<string, unknown> | null {
  if (style === 'absent') return null;
  if (style === 'ids') return { task_id: taskId, run_id: runId };
  return { origin: { onlineTask: { identifier: taskId, executions: [{ identifier: runId }] } } };
}
