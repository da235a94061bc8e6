import type { Json } from '../../model/base/json.js';
import type { Finding, SpecProblem } from '../document/finding.js';
import { suggestion } from '../document/near-name.js';
import { declaredInputs, valueProblem } from './declared-inputs.js';
import type { Input } from './declared-inputs.js';
import type { GivenInput, GivenInputs } from './given-inputs.js';
import { readTyped } from './inputs-file.js';

/** The inputs of a file with what was given for them. */
export interface ResolvedInputs {
  /** All that are declared. */
  names: string[];
  /** Of those that have one: given, or the default. */
  values: Record<string, Json>;
  findings: Finding[];
  /** With what was given, outside of the file. */
  problems: SpecProblem[];
}

/** Puts what was given in the place of defaults, each checked by its type and options. */
export function resolveInputs(
  data: unknown,
  { values: given, isPartial = false }: GivenInputs,
): ResolvedInputs {
  const { names, inputs, findings } = declaredInputs(data);
  const values: Record<string, Json> = {};
  const problems = given
    .filter(({ name }) => !names.includes(name))
    .map((unknown) => problemOf(unknown, notDeclared(unknown.name, names)));
  const missing: Finding[] = [];
  for (const input of inputs) {
    const last = given.findLast(({ name }) => name === input.name);
    const value = last === undefined ? input.default : valueOf(last, input);
    const problem = last === undefined || value === undefined ? null : valueProblem(input, value);
    if (last !== undefined && problem !== null) problems.push(problemOf(last, problem));
    else if (value !== undefined) values[input.name] = value;
    else if (!isPartial) missing.push(noValue(input));
  }
  return { names, values, findings: [...findings, ...missing], problems };
}

const valueOf = ({ value, isTyped }: GivenInput, { type }: Input): Json =>
  isTyped === true && typeof value === 'string' ? readTyped(type, value) : value;

const problemOf = ({ name, source }: GivenInput, message: string): SpecProblem => ({
  line: 0,
  column: 0,
  path: name,
  message,
  source,
});

function notDeclared(name: string, names: readonly string[]): string {
  if (names.length === 0) return 'is not an input: the pipeline has none';
  return `is not an input of the pipeline${suggestion(name, names) || `, expected one of ${names.join(', ')}`}`;
}

const noValue = ({ name }: Input): Finding => ({
  path: ['inputs', name],
  at: 'key',
  message: `has no value, expected --input ${name}=… or a default`,
});
