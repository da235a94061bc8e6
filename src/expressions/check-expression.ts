import type { ASTNode } from '@marcbachmann/cel-js';
import { instantMs } from '../model/time/window.js';
import { environment, parseExpression, ROOTS, withHyphens } from './environment.js';
import type { CelProblem } from './expression-error.js';
import { celProblem, plainTypes } from './expression-error.js';
import { nodesIn, referencesIn } from './references-in.js';
import type { NameReference } from './references-in.js';
import { splitTemplate } from './split-template.js';

/** What an expression reads and the CEL type of its value (`dyn` if it depends on the values), or its problem. */
export type CheckedExpression = CelProblem | { reads: NameReference[]; type: string };

/** Checks a CEL expression without evaluating it. Offsets count from 0 in `text`. */
export function checkExpression(text: string): CheckedExpression {
  if (text.trim() === '') return { problem: 'is empty, expected an expression', offset: 0 };
  const { text: plain, offsetIn } = withHyphens(text);
  const located = <Located extends { offset: number }>(found: Located): Located => ({
    ...found,
    offset: offsetIn(found.offset),
  });
  try {
    const { ast } = parseExpression(text);
    const { valid, error, type } = environment.check(plain);
    if (!valid) return hinted(located(problemOf(error)), text);
    const reads = referencesIn(ast).map(located);
    const wrong =
      constantsIn(ast)
        .map(constantProblem)
        .find((problem) => problem !== null) ?? null;
    if (wrong !== null) return located(wrong);
    return wholeSteps(reads) ?? { reads, type: plainTypes(type ?? 'dyn') };
  } catch (error) {
    return hinted(located(problemOf(error)), text);
  }
}

/** A constant time or duration, whose text can be checked before there are values. */
interface TimeConstant {
  name: 'timestamp' | 'duration';
  text: string;
  offset: number;
}

function constantProblem({ name, text, offset }: TimeConstant): CelProblem | null {
  if (name === 'timestamp' && instantMs(text) === null)
    return {
      problem: `${JSON.stringify(text)} is not a time with its zone, like 2026-11-01T00:00:00Z`,
      offset,
    };
  try {
    environment.evaluate(`${name}(${JSON.stringify(text)})`);
    return null;
  } catch (error) {
    return { ...problemOf(error), offset };
  }
}

function constantsIn(node: ASTNode): TimeConstant[] {
  const inside = nodesIn(node.args).flatMap(constantsIn);
  if (node.op !== 'call') return inside;
  const [name, [argument]] = node.args;
  if (name !== 'timestamp' && name !== 'duration') return inside;
  if (argument?.op !== 'value' || typeof argument.args !== 'string') return inside;
  return [{ name, text: argument.args, offset: argument.start }, ...inside];
}

/** Adds a hint to the problem of an expression that is written as in another language. */
function hinted(found: CelProblem, text: string): CelProblem {
  const isWord = /\b(?:and|or|not)\b/.test(text.replace(/"[^"]*"|'[^']*'/g, '')) && !/&&|\|\|/.test(text);
  if (/^"now" is unknown|'now\(\)'$/.test(found.problem))
    return {
      ...found,
      problem: `${found.problem}; there is no current time, read timestamp(pipeline.startedAt)`,
    };
  if (found.problem === 'unexpected character: =')
    return { ...found, problem: `${found.problem}, expected == to compare` };
  const quote = /^unexpected character: ([\u2018-\u201f\u00ab\u00bb])/.exec(found.problem)?.[1];
  if (quote !== undefined)
    return { ...found, problem: `${found.problem}, a typographic quote; write ' or "` };
  if (!isWord || !found.problem.startsWith('unexpected')) return found;
  return { ...found, problem: `${found.problem}; and, or, not are written &&, ||, !` };
}

/** Checks all expressions of a text with `${{ … }}`. A text that is more than one expression has the type `string`. */
export function checkTemplate(text: string): CheckedExpression {
  const parts = splitTemplate(text);
  if (parts === null) return { problem: 'contains ${{ without }}', offset: Math.max(0, text.indexOf('${{')) };
  const reads: NameReference[] = [];
  let type = 'string';
  for (const part of parts) {
    if ('text' in part) continue;
    const checked = checkExpression(part.expression);
    if ('problem' in checked) return { ...checked, offset: checked.offset + part.offset };
    reads.push(...checked.reads.map((read) => ({ ...read, offset: read.offset + part.offset })));
    if (parts.length === 1) type = checked.type;
  }
  return { reads, type };
}

function problemOf(error: unknown): CelProblem {
  const found = celProblem(error);
  if (found === null) return { problem: error instanceof Error ? error.message : String(error), offset: 0 };
  const name = /^"(\w+)" has no value here$/.exec(found.problem)?.[1];
  if (name === undefined) return found;
  return {
    ...found,
    problem: `${JSON.stringify(name)} is unknown, expected one of ${ROOTS.join(', ')}`,
  };
}

function wholeSteps(reads: readonly NameReference[]): CelProblem | null {
  const found = reads.find(({ root, path }) => root === 'steps' && path.length === 0);
  return found === undefined
    ? null
    : {
        problem: 'does not name a step, expected an id after steps, as in steps.answer',
        offset: found.offset,
      };
}
