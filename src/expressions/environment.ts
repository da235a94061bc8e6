import { Environment } from '@marcbachmann/cel-js';
import type { ParseResult } from '@marcbachmann/cel-js';

/** The names that expressions can start with; `Scope` describes their values. */
export type Root = 'inputs' | 'pipeline' | 'steps' | 'matrix' | 'item' | 'index' | 'self';

export const ROOTS: readonly Root[] = ['inputs', 'pipeline', 'steps', 'matrix', 'item', 'index', 'self'];

const LIMITS = {
  maxAstNodes: 1000,
  maxDepth: 40,
  maxListElements: 200,
  maxMapEntries: 200,
  maxCallArguments: 16,
};

const ARITHMETIC: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

/** CEL with the roots above. Its integer literals can be combined with JSON numbers. */
export const environment: Environment = withTimes(
  withNumbers(
    ROOTS.reduce(
      (made, root) => made.registerVariable(root, 'dyn'),
      new Environment({ homogeneousAggregateLiterals: false, limits: LIMITS }),
    ),
  ),
);

// Conversions that CEL defines and the library lacks.
function withTimes(made: Environment): Environment {
  return made
    .registerFunction('string(google.protobuf.Timestamp): string', (time: Date) => time.toISOString())
    .registerFunction('string(google.protobuf.Duration): string', (time: { toString(): string }) =>
      time.toString(),
    )
    .registerFunction('int(google.protobuf.Timestamp): int', (time: Date) =>
      BigInt(Math.floor(time.getTime() / 1000)),
    );
}

// The library reads a JSON number as a double and `2` as an int, which CEL can compare but not calculate with: it would
// refuse `inputs.n * 2`. Mixed results are doubles, even for whole numbers: 1 is a share like 0.5, and half of it is 0.5.
function withNumbers(made: Environment): Environment {
  for (const [operator, apply] of Object.entries(ARITHMETIC)) {
    const mixed = (a: number | bigint, b: number | bigint): number => apply(Number(a), Number(b));
    made.registerOperator(`int ${operator} double: double`, mixed);
    made.registerOperator(`double ${operator} int: double`, mixed);
  }
  made.registerOperator('double % double', (a: number, b: number) => a % b);
  return made.registerOperator('int == double: bool', (a: bigint, b: number) => Number(a) === b);
}

/** Maximum length of an expression. */
const MAX_EXPRESSION_LENGTH = 2000;

/**
 * Parses an expression so that it can be evaluated.
 * @throws ParseError of the library, or RangeError if the text is too long.
 */
export function parseExpression(text: string): ParseResult {
  if (text.length > MAX_EXPRESSION_LENGTH) {
    throw new RangeError(`has ${text.length} characters; the limit is ${MAX_EXPRESSION_LENGTH}`);
  }
  return environment.parse(withHyphens(text).text);
}

/** Strings, so that nothing is changed in them; names with `-` behind `steps` and `scores`; or one character. */
const PART =
  /r?("""|''')[\s\S]*?\1|r"[^"]*"|r'[^']*'|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|((?<![\w.])steps|(?<=\.)scores)\.([A-Za-z_]\w*(?:-\w+)+)|[\s\S]/g;

/** `.a-b` becomes `["a-b"]`. */
const ADDED = 3;

/**
 * An expression in which names with `-`, as the ids of steps and the names of evaluations may have it, are in brackets: CEL
 * would subtract. A step and a score are never numbers, so that nothing else can be meant. `offsetIn` gives the offset in
 * the text as it was written.
 */
export function withHyphens(text: string): { text: string; offsetIn: (offset: number) => number } {
  const places: number[] = [];
  let written = '';
  for (const [part, , owner, name] of text.matchAll(PART)) {
    if (name === undefined) written += part;
    else {
      written += `${owner}["${name}"]`;
      places.push(written.length);
    }
  }
  const offsetIn = (offset: number): number =>
    offset - ADDED * places.filter((place) => place <= offset).length;
  return { text: written, offsetIn };
}
