import type { ASTNode } from '@marcbachmann/cel-js';
import { ROOTS } from './environment.js';
import type { Root } from './environment.js';

/** A part of an expression that reads a value. */
export interface NameReference {
  root: Root;
  /** The member names that follow, as far as they are constant: `["answer", "counts"]` of `steps.answer.counts`. */
  path: string[];
  /** Where the root begins, from 0. */
  offset: number;
}

const MACROS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** All that an expression reads. Variables of its own (`items.map(i, i.runId)`) are none of it. */
export const referencesIn = (ast: ASTNode): NameReference[] => walk(ast, new Set());

function walk(node: ASTNode, own: ReadonlySet<string>): NameReference[] {
  const read = asReference(node, own);
  if (read !== null) return [...read.reference, ...read.rest.flatMap((inner) => walk(inner, own))];
  const scoped = withVariable(node, own);
  if (scoped !== null) return scoped;
  return nodesIn(node.args).flatMap((inner) => walk(inner, own));
}

interface Access {
  reference: NameReference[];
  /** What stands in brackets on the way, which reads for itself. */
  rest: ASTNode[];
}

function asReference(node: ASTNode, own: ReadonlySet<string>): Access | null {
  const path: string[] = [];
  const rest: ASTNode[] = [];
  let inner = node;
  while (inner.op !== 'id') {
    if (inner.op === '.') path.unshift(inner.args[1]);
    else if (inner.op === '[]') putIndex(inner.args[1], path, rest);
    else return null;
    inner = inner.args[0];
  }
  const root = ROOTS.find((known) => known === inner.args);
  if (root === undefined || own.has(root)) return { reference: [], rest };
  return { reference: [{ root, path, offset: inner.start }], rest };
}

// The path is built from its end: an index that is not constant cuts off what follows it.
function putIndex(index: ASTNode, path: string[], rest: ASTNode[]): void {
  if (index.op === 'value' && typeof index.args === 'string') {
    path.unshift(index.args);
    return;
  }
  path.length = 0;
  rest.push(index);
}

function withVariable(node: ASTNode, own: ReadonlySet<string>): NameReference[] | null {
  if (node.op !== 'rcall') return null;
  const [name, receiver, [variable, ...args]] = node.args;
  if (variable?.op !== 'id') return null;
  const inside = new Set([...own, variable.args]);
  if (MACROS.has(name)) return [...walk(receiver, own), ...args.flatMap((inner) => walk(inner, inside))];
  const [value, body] = args;
  if (name !== 'bind' || value === undefined || body === undefined) return null;
  return [...walk(value, own), ...walk(body, inside)];
}

const isNode = (value: object): value is ASTNode => 'op' in value && 'args' in value;

/** The nodes directly in the arguments of a node. */
export function nodesIn(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(nodesIn);
  return typeof args === 'object' && args !== null && isNode(args) ? [args] : [];
}
