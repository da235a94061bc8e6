import type { Json } from '../../model/base/json.js';
import type { Finding, FileProblem } from '../document/finding.js';
import { suggestion } from '../../model/base/near-name.js';
import { declaredInputs, valueProblem } from './declared-inputs.js';
import type { DeclaredInput } from './declared-inputs.js';
import type { GivenInput, GivenInputs } from './given-inputs.js';
import { readTyped } from './inputs-file.js';

/** The inputs of a file, with their values. */
export interface ResolvedInputs {
  /** All declared inputs. */
  names: string[];
  /** Values that were given, and defaults. */
  values: Record<string, Json>;
  findings: Finding[];
  /** Problems of values that were given outside the file. */
  problems: FileProblem[];
}

/** Replaces defaults by the given values, and checks each against its type and options. */
export function resolveInputs(
  data: unknown,
  { values: given, isPartial = false }: GivenInputs,
): ResolvedInputs {
  const { names, inputs, findings } = declaredInputs(data);
  const values: Record<string, Json> = {};
  const problems = given
    .filter(({ name, isOptional }) => isOptional !== true && !names.includes(name))
    .map((unknown) => problemOf(unknown, notDeclared(unknown.name, names)));
  const missing: Finding[] = [];
  for (const input of inputs) {
    const last = given.findLast(({ name }) => name === input.name);
    const value = last === undefined ? input.default : valueOf(last, input);
    const problem =
      last === undefined || value === undefined ? null : valueProblem(input, value, writtenOf(last, value));
    if (last !== undefined && problem !== null) problems.push(problemOf(last, problem));
    else if (value !== undefined) values[input.name] = value;
    else if (!isPartial) missing.push(noValue(input));
  }
  return { names, values, findings: [...findings, ...missing], problems };
}

const valueOf = ({ value, isTyped }: GivenInput, { type }: DeclaredInput): Json =>
  isTyped === true && typeof value === 'string' ? readTyped(type, value) : value;

const writtenOf = ({ value: given, written }: GivenInput, value: Json): string | null =>
  typeof value === 'number' && typeof given === 'string' ? given : (written ?? null);

const problemOf = ({ name, source }: GivenInput, message: string): FileProblem => ({
  line: 0,
  column: 0,
  path: name,
  message,
  source,
});

function notDeclared(name: string, names: readonly string[]): string {
  if (names.length === 0) return 'is not an input: the pipeline declares none';
  return `is not an input of the pipeline${suggestion(name, names) || `, expected one of ${names.join(', ')}`}`;
}

const noValue = ({ name }: DeclaredInput): Finding => ({
  path: ['inputs', name],
  at: 'key',
  message: `has no value: pass --input ${name}=… or set a default`,
});
