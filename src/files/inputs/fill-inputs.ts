import { isAlias, visit } from 'yaml';
import type { Node, Scalar } from 'yaml';
import { checkExpression, checkTemplate } from '../../expressions/check-expression.js';
import type { CheckedExpression } from '../../expressions/check-expression.js';
import { evaluateExpression, evaluateTemplate } from '../../expressions/evaluate-expression.js';
import { ExpressionError } from '../../expressions/expression-error.js';
import { escapeExpressions, isTemplate } from '../../expressions/split-template.js';
import type { Json } from '../../model/base/json.js';
import { pathTo } from '../document/locate.js';
import type { SpecDocument } from '../document/read-document.js';
import type { Finding, SpecPath } from '../document/finding.js';
import type { ResolvedInputs } from './resolve-inputs.js';
import { whatIsThere } from '../document/finding.js';
import { bareExpression } from '../expressions/expressions-in.js';
import { expressionPlace, inStep } from '../expressions/place.js';
import { mapTexts } from '../expressions/texts-in.js';

/** What became of the expressions that read nothing but inputs. */
export interface Filled {
  findings: Finding[];
  /** Places whose value is not known, because it or an input of it is wrong or missing: nothing else is said of them. */
  open: SpecPath[];
}

type Outcome = { value: Json } | { problem: string } | 'open' | 'later';

/**
 * Puts values in the place of expressions that read nothing but inputs, in the document itself, so that all that comes
 * after sees them as if they had been written there.
 */
export function fillInputs({ yaml }: SpecDocument, inputs: ResolvedInputs): Filled {
  const filled: Filled = { findings: [], open: [] };
  visit(yaml, {
    Scalar(key, scalar, ancestors) {
      if (key === 'key' || typeof scalar.value !== 'string') return undefined;
      const path = pathTo(scalar, ancestors);
      const outcome = path[0] === 'inputs' ? 'later' : valueAt(path, scalar.value, inputs);
      if (outcome === 'later') return undefined;
      if (outcome === 'open' || 'problem' in outcome) filled.open.push(path);
      if (outcome === 'open') return undefined;
      if ('problem' in outcome) filled.findings.push({ path, message: outcome.problem });
      else return replacement(yaml.createNode(mapTexts(outcome.value, escapeExpressions)), scalar);
      return undefined;
    },
  });
  return filled;
}

function valueAt(path: SpecPath, text: string, inputs: ResolvedInputs): Outcome {
  const inside = inStep(path)?.inside;
  if (inside?.length === 1 && inside[0] === 'forEach') return forEachValue(text, inputs);
  const isExpression = path[0] === 'outputs' || (inside !== undefined && expressionPlace(inside) !== null);
  if (isExpression || !isTemplate(text)) return 'later';
  return evaluated(checkTemplate(text), inputs, (scope) => evaluateTemplate(text, scope));
}

// A list that inputs give is a list of the file.
function forEachValue(text: string, inputs: ResolvedInputs): Outcome {
  const found = bareExpression(text);
  if (found === null) return 'later';
  const { expression } = found;
  const outcome = evaluated(checkExpression(expression), inputs, (scope) =>
    evaluateExpression(expression, scope),
  );
  if (typeof outcome === 'string' || 'problem' in outcome || Array.isArray(outcome.value)) return outcome;
  return { problem: `gives a value that ${whatIsThere(outcome.value)}, expected a list` };
}

type InputScope = Parameters<typeof evaluateTemplate>[1];

// What is wrong with the expression itself is told with the others, by check-references.
function evaluated(
  checked: CheckedExpression,
  { names, values }: ResolvedInputs,
  evaluate: (scope: InputScope) => Json,
): Outcome {
  if ('problem' in checked) return 'open';
  if (checked.reads.some(({ root }) => root !== 'inputs')) return 'later';
  const read = checked.reads.map(({ path: [name] }) => name ?? null);
  if (read.some((name) => name !== null && !names.includes(name))) return 'open';
  const needed = read.includes(null) ? names : read.filter((name) => name !== null);
  if (needed.some((name) => !Object.hasOwn(values, name))) return 'open';
  try {
    return { value: evaluate({ inputs: values, steps: {} } as unknown as InputScope) };
  } catch (error) {
    if (error instanceof ExpressionError) return { problem: error.message };
    throw error;
  }
}

// Problems with the value point at the expression that gave it.
function replacement(node: Node, { range, anchor }: Scalar): Node {
  visit(node, {
    Node(_, inner) {
      inner.range = range ?? null;
    },
  });
  if (anchor !== undefined && !isAlias(node)) (node as Scalar).anchor = anchor;
  return node;
}
