import { unescapeExpressions } from '../../expressions/split-template.js';
import type { Json } from '../../model/base/json.js';
import { isRecord } from '../document/loose-step.js';
import type { Finding } from '../document/finding.js';
import { expectedOf, fits, inputFile } from './inputs-file.js';
import type { InputType } from './inputs-file.js';
import { mapTexts } from '../expressions/texts-in.js';
import { whatIsThere } from '../document/finding.js';

/** An input that a pipeline file declares. */
export interface DeclaredInput {
  name: string;
  type: InputType;
  default?: Json;
  options?: readonly Json[];
}

/** The inputs that a file declares. Inputs with an invalid declaration are left out; the schema reports them. */
export function declaredInputs(data: unknown): {
  names: string[];
  inputs: DeclaredInput[];
  findings: Finding[];
} {
  const inputs = isRecord(data) ? data['inputs'] : undefined;
  const entries = isRecord(inputs) ? Object.entries(inputs) : [];
  const declared = entries.flatMap(([name, value]) => asInput(name, value));
  const findings = declared.flatMap(checkDeclaration);
  const wrong = new Set(findings.map(({ path }) => path[1]));
  return {
    names: entries.map(([name]) => name),
    inputs: declared.filter(({ name }) => !wrong.has(name)),
    findings,
  };
}

function asInput(name: string, value: unknown): DeclaredInput[] {
  const checked = inputFile.safeParse(mapTexts(value, unescapeExpressions));
  if (!checked.success) return [];
  if (!isRecord(checked.data)) return [{ name, type: typeOf(checked.data), default: checked.data }];
  const declared = checked.data;
  const type = declared.type ?? typeOf(declared.default ?? '');
  return [
    {
      name,
      type: type === 'string' ? 'text' : type === 'boolean' ? 'flag' : type,
      ...(declared.default === undefined ? {} : { default: declared.default }),
      ...(declared.options === undefined ? {} : { options: declared.options }),
    },
  ];
}

function typeOf(value: Json): InputType {
  if (Array.isArray(value)) return 'list';
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'flag' : 'text';
}

function checkDeclaration({ name, type, options, default: value }: DeclaredInput): Finding[] {
  const member = type === 'list' ? null : type;
  const misfits = (options ?? []).flatMap((option, at): Finding[] =>
    member === null || fits(member, option)
      ? []
      : [
          {
            path: ['inputs', name, 'options', at],
            message: `${whatIsThere(option)}, expected ${expectedOf(member, option)}`,
          },
        ],
  );
  const problem =
    value === undefined ? null : valueProblem({ name, type, ...(options ? { options } : {}) }, value);
  return problem === null ? misfits : [...misfits, { path: ['inputs', name, 'default'], message: problem }];
}

/** The problem of a value of an input; null if there is none. `written` is the number as it was given. */
export function valueProblem(
  { type, options }: DeclaredInput,
  value: Json,
  written: string | null = null,
): string | null {
  const isThere = written === null ? whatIsThere(value) : `is ${written}`;
  if (!fits(type, value)) return `${isThere}, expected ${expectedOf(type, value)}`;
  if (options === undefined) return null;
  const wrong = (Array.isArray(value) ? (value as Json[]) : [value]).find((each) => !options.includes(each));
  if (wrong === undefined) return null;
  const what = Array.isArray(value) ? `has ${JSON.stringify(wrong)}` : isThere;
  return `${what}, expected ${options.length === 1 ? '' : 'one of '}${options.map((option) => JSON.stringify(option)).join(', ')}`;
}
