import { isScalar } from 'yaml';
import type { Node, Pair, Scalar } from 'yaml';
import type { SpecPath } from './finding.js';

type Ancestor = Node | Pair | { contents: unknown };

/** The path of a value that was met while visiting a document. */
export function pathTo(scalar: Scalar, ancestors: readonly Ancestor[]): SpecPath {
  return ancestors.flatMap((ancestor, depth): SpecPath => {
    const child = ancestors[depth + 1] ?? scalar;
    if ('key' in ancestor) return isScalar(ancestor.key) ? [String(ancestor.key.value)] : [];
    const position = 'items' in ancestor ? (ancestor.items as unknown[]).indexOf(child) : -1;
    return position >= 0 && !('key' in child) ? [position] : [];
  });
}
