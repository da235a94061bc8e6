import { canonicalJson } from '../../model/base/json.js';
import type { Json } from '../../model/base/json.js';
import type { Plan } from '../../model/pipeline/plan.js';
import type { ScheduledPipeline } from '../../model/schedule/schedule.js';
import { isRecord } from '../document/loose-step.js';
import type { Finding, ValuePath, FileProblem } from '../document/finding.js';
import type { GivenInput } from '../inputs/given-inputs.js';
import { parsePipeline } from '../pipeline/parse-pipeline.js';
import { InvalidFileError } from '../document/finding.js';
import type { Variables } from '../document/substitute.js';
import { notedVariables } from '../document/substitute.js';

/** Reads a file by the path that another file names. */
export type ReadFile = (path: string) => Promise<string>;

/** `pipeline` of a schedule file; only `file` is checked. */
type LoosePipeline = Readonly<Record<string, unknown>> & { file: string };

/** A pipeline that was read, or the problems of the pipeline file and of its use in the schedule. */
export interface ScheduledPipelineReading {
  /** Null if there are problems. */
  work: ScheduledPipeline | null;
  /** Problems in the schedule file. */
  findings: Finding[];
  /** Problems in the pipeline file. */
  problems: FileProblem[];
}

/** The text is stored in the schedule, in each of its firings, and in the schedule's memo. */
const MAX_LENGTH = 400_000;

/** A sample window, to check that the pipeline accepts one. */
const SAMPLE = { start: '2026-01-01T00:00:00.000Z', end: '2026-01-01T01:00:00.000Z' };

/** Reads the pipeline of a schedule and checks it as a firing plans it, with a sample window. */
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
    if (error instanceof InvalidFileError) return sorted(error, given);
    throw error;
  }
}

/** The inputs of a scheduled pipeline as a firing gives them, with a sample window. */
export const sampleInputs = ({ inputs, windowInputs, fileName }: ScheduledPipeline): GivenInput[] =>
  givenOf({ file: fileName, inputs, window: windowInputs }).map(({ input }) => input);

const wrong = (findings: Finding[]): ScheduledPipelineReading => ({ work: null, findings, problems: [] });

async function readOrProblem(
  file: string,
  readFile: ReadFile,
): Promise<{ text: string } | { problem: string }> {
  try {
    const text = await readFile(file);
    if (text.length <= MAX_LENGTH) return { text };
    return {
      problem: `is ${JSON.stringify(file)}, a file of ${text.length} characters; the limit is ${MAX_LENGTH}`,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `is ${JSON.stringify(file)}, which cannot be read: ${why}` };
  }
}

/** A value for an input of the pipeline, and its path in the schedule file. */
interface PlacedInput {
  input: GivenInput;
  path: ValuePath;
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

const placed = (name: string, value: Json, path: ValuePath): PlacedInput => ({
  input: { name, value, source: path.join('.') },
  path,
});

/** Assigns problems of values from the schedule to the schedule file, and all others to the pipeline file. */
function sorted(
  { fileName, problems }: InvalidFileError,
  given: readonly PlacedInput[],
): ScheduledPipelineReading {
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

/** The variables that matter among those that were read: the default space is read even if no step needs it. */
function needed(
  { ARIZE_SPACE: space, ...others }: Record<string, string>,
  plan: (variables: Variables) => Plan,
  whole: Plan,
): Record<string, string> {
  if (space === undefined) return others;
  try {
    if (canonicalJson(plan(others)) === canonicalJson(whole)) return others;
  } catch (error) {
    if (!(error instanceof InvalidFileError)) throw error;
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
