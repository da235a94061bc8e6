import { Environment } from '@marcbachmann/cel-js';
import type { ParseResult } from '@marcbachmann/cel-js';

/** The names that expressions begin with; see `Scope` for what is behind them. */
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

/** CEL with our roots; its integer literals go together with the numbers of JSON. */
export const environment: Environment = withNumbers(
  ROOTS.reduce(
    (made, root) => made.registerVariable(root, 'dyn'),
    new Environment({ homogeneousAggregateLiterals: false, limits: LIMITS }),
  ),
);

// To the library a number of JSON is a double, and `2` an int, which CEL lets compare but not add up: `inputs.n * 2`
// would have no meaning. Doubles it is, and not whole numbers as ints: 1 is a share like 0.5, and half of it is 0.5.
function withNumbers(made: Environment): Environment {
  for (const [operator, apply] of Object.entries(ARITHMETIC)) {
    const mixed = (a: number | bigint, b: number | bigint): number => apply(Number(a), Number(b));
    made.registerOperator(`int ${operator} double: double`, mixed);
    made.registerOperator(`double ${operator} int: double`, mixed);
  }
  made.registerOperator('double % double', (a: number, b: number) => a % b);
  return made.registerOperator('int == double: bool', (a: bigint, b: number) => Number(a) === b);
}

/** Longer expressions are refused. */
const MAX_EXPRESSION_LENGTH = 2000;

/**
 * The expression, ready to be evaluated.
 * @throws ParseError of the library, or RangeError where the text is too long
 */
export function parseExpression(text: string): ParseResult {
  if (text.length > MAX_EXPRESSION_LENGTH) {
    throw new RangeError(
      `has ${text.length} characters, expected an expression of at most ${MAX_EXPRESSION_LENGTH}`,
    );
  }
  return environment.parse(text);
}
