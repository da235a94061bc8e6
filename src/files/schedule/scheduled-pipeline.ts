import { canonicalJson } from '../../model/base/json.js';
import type { Json } from '../../model/base/json.js';
import type { Plan } from '../../model/pipeline/plan.js';
import type { ScheduledPipeline } from '../../model/schedule/schedule.js';
import { isRecord } from '../document/loose-step.js';
import type { Finding, SpecPath, SpecProblem } from '../document/finding.js';
import type { GivenInput } from '../inputs/given-inputs.js';
import { parsePipeline } from '../pipeline/parse-pipeline.js';
import { SpecError } from '../document/finding.js';
import type { Variables } from '../document/substitute.js';
import { notedVariables } from '../document/substitute.js';

/** Reads a file that another one names, by the path that stands there. */
export type ReadFile = (path: string) => Promise<string>;

/** `pipeline` of a schedule file, of which only the file's name is known to be right. */
type LoosePipeline = Readonly<Record<string, unknown>> & { file: string };

/** A pipeline that was read, or what is wrong: with it, or with what the schedule says of it. */
export interface ScheduledPipelineReading {
  /** Null where something is wrong. */
  work: ScheduledPipeline | null;
  /** In the schedule file. */
  findings: Finding[];
  /** In the pipeline's. */
  problems: SpecProblem[];
}

/** It is kept in the schedule, in each of its firings, and in the schedule's memo. */
const MAX_LENGTH = 400_000;

/** Any window will do: whether the pipeline takes one does not depend on which. */
const SAMPLE = { start: '2026-01-01T00:00:00.000Z', end: '2026-01-01T01:00:00.000Z' };

/** Reads the pipeline of a schedule and checks it as a firing will plan it, with a sample for its window. */
export async function readScheduledPipeline(
  pipeline: LoosePipeline,
  env: Variables,
  readFile: ReadFile,
): Promise<ScheduledPipelineReading> {
  const { file } = pipeline;
  const text = await readOrProblem(file, readFile);
  if ('problem' in text) return wrong([{ path: ['pipeline', 'file'], message: text.problem }]);
  const given = givenOf(pipeline);
  const noted = notedVariables(env);
  try {
    const plan = parsePipeline(text.text, file, noted.variables, { values: given.map(({ input }) => input) });
    const variables = needed(noted.read(), (kept) => planOf(text.text, file, kept, given), plan);
    return { work: workOf(plan, text.text, pipeline, variables), findings: [], problems: [] };
  } catch (error) {
    if (error instanceof SpecError) return sorted(error, given);
    throw error;
  }
}

const wrong = (findings: Finding[]): ScheduledPipelineReading => ({ work: null, findings, problems: [] });

async function readOrProblem(
  file: string,
  readFile: ReadFile,
): Promise<{ text: string } | { problem: string }> {
  try {
    const text = await readFile(file);
    if (text.length <= MAX_LENGTH) return { text };
    return {
      problem: `is ${JSON.stringify(file)} with ${text.length} characters, expected at most ${MAX_LENGTH}`,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `is ${JSON.stringify(file)}, which cannot be read: ${why}` };
  }
}

/** A value for an input of the pipeline, and where the schedule file gives it. */
interface PlacedInput {
  input: GivenInput;
  path: SpecPath;
}

function givenOf({ inputs, window }: LoosePipeline): PlacedInput[] {
  const values = Object.entries(isRecord(inputs) ? inputs : {}).map(([name, value]): PlacedInput =>
    placed(name, value as Json, ['pipeline', 'inputs', name]),
  );
  const ends = Object.entries(isRecord(window) ? window : {}).flatMap(([end, name]): PlacedInput[] =>
    typeof name === 'string' && (end === 'start' || end === 'end')
      ? [placed(name, SAMPLE[end], ['pipeline', 'window', end])]
      : [],
  );
  return [...values, ...ends];
}

const placed = (name: string, value: Json, path: SpecPath): PlacedInput => ({
  input: { name, value, source: path.join('.') },
  path,
});

/** What is wrong with a value that the schedule gives is wrong there, all else in the pipeline's file. */
function sorted({ fileName, problems }: SpecError, given: readonly PlacedInput[]): ScheduledPipelineReading {
  const reading = wrong([]);
  for (const problem of problems) {
    const input = given.find(({ input: { source } }) => source === problem.source);
    if (input !== undefined) {
      const message = `${problem.path} ${problem.message}`;
      reading.findings.push({
        path: input.path,
        message: input.path[1] === 'window' ? message : problem.message,
      });
    } else {
      const source = problem.source ?? `${fileName}:${problem.line}:${problem.column}`;
      reading.problems.push({ ...problem, source, line: 0, column: 0 });
    }
  }
  return reading;
}

const planOf = (text: string, file: string, variables: Variables, given: readonly PlacedInput[]): Plan =>
  parsePipeline(text, file, variables, { values: given.map(({ input }) => input) });

/** Of the variables that were read those that matter: the default space is read also where no step needs it. */
function needed(
  { ARIZE_SPACE: space, ...others }: Record<string, string>,
  plan: (variables: Variables) => Plan,
  whole: Plan,
): Record<string, string> {
  if (space === undefined) return others;
  try {
    if (canonicalJson(plan(others)) === canonicalJson(whole)) return others;
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
  }
  return { ...others, ARIZE_SPACE: space };
}

function workOf(
  plan: Plan,
  text: string,
  { file, inputs, window }: LoosePipeline,
  variables: Record<string, string>,
): ScheduledPipeline {
  return {
    kind: 'pipeline',
    name: plan.name,
    text,
    fileName: file,
    variables,
    inputs: (inputs as Record<string, Json> | undefined) ?? {},
    windowInputs: (window as ScheduledPipeline['windowInputs'] | undefined) ?? null,
  };
}
