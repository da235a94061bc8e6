import { isAlias, visit } from 'yaml';
import type { Node, Scalar } from 'yaml';
import { checkExpression, checkTemplate } from '../../expressions/check-expression.js';
import type { CheckedExpression } from '../../expressions/check-expression.js';
import { evaluateExpression, evaluateTemplate } from '../../expressions/evaluate-expression.js';
import { ExpressionError } from '../../expressions/expression-error.js';
import { escapeExpressions, isTemplate } from '../../expressions/split-template.js';
import type { Json } from '../../model/base/json.js';
import { pathTo } from '../document/locate.js';
import type { FileDocument } from '../document/read-document.js';
import type { Finding, ValuePath } from '../document/finding.js';
import type { ResolvedInputs } from './resolve-inputs.js';
import { whatIsThere } from '../document/finding.js';
import { bareExpression } from '../expressions/expressions-in.js';
import { expressionField, inStep } from '../expressions/expression-fields.js';
import { mapTexts } from '../expressions/texts-in.js';

/** The outcome of replacing the expressions that read only inputs. */
export interface Filled {
  findings: Finding[];
  /** Paths whose value is not known, because the expression or one of its inputs is invalid or missing. */
  open: ValuePath[];
}

type FillOutcome = { value: Json } | { problem: string } | 'open' | 'later';

/**
 * Replaces the expressions that read only inputs by their values, in the document itself, so that all later checks see
 * the values as if the file contained them.
 */
export function fillInputs({ yaml }: FileDocument, inputs: ResolvedInputs): Filled {
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

function valueAt(path: ValuePath, text: string, inputs: ResolvedInputs): FillOutcome {
  const inside = inStep(path)?.inside;
  if (inside?.length === 1 && inside[0] === 'forEach') return forEachValue(text, inputs);
  const isExpression = path[0] === 'outputs' || (inside !== undefined && expressionField(inside) !== null);
  if (isExpression || !isTemplate(text)) return 'later';
  return evaluated(checkTemplate(text), inputs, (scope) => evaluateTemplate(text, scope));
}

// A list from an input counts as a list in the file.
function forEachValue(text: string, inputs: ResolvedInputs): FillOutcome {
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

// Problems of the expression itself are reported by checkExpressions.
function evaluated(
  checked: CheckedExpression,
  { names, values }: ResolvedInputs,
  evaluate: (scope: InputScope) => Json,
): FillOutcome {
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

// Problems with the value point to the expression that produced it.
function replacement(node: Node, { range, anchor }: Scalar): Node {
  visit(node, {
    Node(_, inner) {
      inner.range = range ?? null;
    },
  });
  if (anchor !== undefined && !isAlias(node)) (node as Scalar).anchor = anchor;
  return node;
}
