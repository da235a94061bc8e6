import { escapeExpressions } from '../../expressions/split-template.js';
import { visit } from 'yaml';
import type { Scalar } from 'yaml';
import type { Finding, ValuePath } from './finding.js';
import { pathTo } from './locate.js';
import type { FileDocument } from './read-document.js';

/** Values of variables by name, as in a process environment. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A text with its variables replaced, or its problem. */
export type Substitution = { text: string } | { problem: string };

// `${{` starts an expression and `$${{` escapes one; both are left unchanged.
const REFERENCE = /\$?\$\{\{|\$\$|\$\{([^}]*)\}?/g;
const PARTS = /^([A-Za-z_][A-Za-z0-9_]*)(?::([-?]?)([\s\S]*))?$/;
const SECRET = /KEY|TOKEN|SECRET|PASSWORD|AUTHORIZATION/i;

/**
 * Replaces `${NAME}`, `${NAME:-default}` (also `${NAME:default}`) and `${NAME:?message}`; `$$` is a dollar sign. A
 * variable that is not set is a problem, and so is one whose name looks like a secret, because Temporal's history stores
 * the plan. Expressions (`${{ … }}`) are left unchanged; the value of a variable is never an expression.
 */
export function substitute(text: string, variables: Variables): Substitution {
  const problems: string[] = [];
  const replaced = text.replace(REFERENCE, (reference: string, inner: string | undefined) => {
    if (reference === '$$') return '$';
    if (reference.endsWith('{{')) return reference;
    const value = resolve(reference, inner ?? '', variables);
    if ('text' in value) return escapeExpressions(value.text);
    problems.push(value.problem);
    return reference;
  });
  return problems.length === 0 ? { text: replaced } : { problem: problems.join('; ') };
}

function resolve(reference: string, inner: string, variables: Variables): Substitution {
  const [, name, mark, rest = ''] = (reference.endsWith('}') ? PARTS.exec(inner) : null) ?? [];
  if (name === undefined || rest.includes('${')) return { problem: malformed(reference) };
  if (SECRET.test(name)) return { problem: secret(name) };
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (mark === '?') return required(name, value, rest);
  if (mark === '-') return { text: value === undefined || value === '' ? rest : value };
  if (value !== undefined) return { text: value };
  return mark === undefined ? { problem: unset(name) } : { text: rest };
}

const required = (name: string, value: string | undefined, message: string): Substitution =>
  value === undefined || value === ''
    ? { problem: `requires the variable ${name}${message === '' ? ', which is not set' : `: ${message}`}` }
    : { text: value };

const malformed = (reference: string): string =>
  `contains ${JSON.stringify(reference)}, expected \${NAME}, \${NAME:-default} or \${NAME:?message}; write $$ for a dollar sign`;

const secret = (name: string): string =>
  `refers to the variable ${name}, which looks like a secret and would be stored in Temporal's history; only the worker needs the API key`;

const unset = (name: string): string =>
  `requires the variable ${name}, which is not set; set it, or give a default: \${${name}:-default}`;

/** A value of a file that is one variable and nothing else. */
export interface VariableValue {
  path: ValuePath;
  scalar: Scalar;
}

/** Replaces variables in the values of a parsed file, never in its names or structure, and returns the problems. */
export function substituteScalars(
  document: FileDocument,
  variables: Variables,
): { findings: Finding[]; values: VariableValue[] } {
  const findings: Finding[] = [];
  const values: VariableValue[] = [];
  visit(document.yaml, {
    Scalar(key, scalar, ancestors) {
      if (key === 'key' || typeof scalar.value !== 'string') return;
      const path = pathTo(scalar, ancestors);
      if (/^\$\{[^{}]*\}$/.test(scalar.value)) values.push({ path, scalar });
      const result = substitute(scalar.value, variables);
      if ('text' in result) scalar.value = result.text;
      else findings.push({ path, message: result.problem });
    },
  });
  return { findings, values };
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/**
 * A variable is a text. Where that does not fit, a number or a boolean in it is read as one. Returns whether any was.
 */
export function readByType(values: readonly VariableValue[], misfits: readonly Finding[]): boolean {
  const places = new Set(misfits.map(({ path }) => JSON.stringify(path)));
  const typed = values.filter(
    ({ path, scalar }) =>
      places.has(JSON.stringify(path)) && (NUMBER.test(String(scalar.value)) || isBoolean(scalar.value)),
  );
  for (const { scalar } of typed) {
    // Messages show it as the variable has it.
    scalar.source = String(scalar.value);
    scalar.value = JSON.parse(scalar.source) as number | boolean;
  }
  return typed.length > 0;
}

const isBoolean = (value: unknown): boolean => value === 'true' || value === 'false';

/** Variables that record which of them are read. */
export interface NotedVariables {
  variables: Variables;
  /** The variables that were read so far and have a value. */
  read: () => Record<string, string>;
}

export function notedVariables(given: Variables): NotedVariables {
  const names = new Set<string>();
  const variables = new Proxy(given, {
    get: (target, name) => {
      if (typeof name !== 'string' || !Object.hasOwn(target, name)) return undefined;
      names.add(name);
      return target[name];
    },
  });
  const read = (): Record<string, string> =>
    Object.fromEntries(
      [...names].sort().flatMap((name) => {
        const value = given[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  return { variables, read };
}
