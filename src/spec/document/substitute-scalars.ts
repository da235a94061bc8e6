import { isScalar, visit } from 'yaml';
import type { Node, Pair, Scalar } from 'yaml';
import type { Finding, SpecPath } from '../finding.js';
import { substitute } from '../substitute.js';
import type { Variables } from '../substitute.js';
import type { SpecDocument } from './read-document.js';

/** Replaces variables in the texts of a parsed file, never in its members' names or structure, and reports what is wrong. */
export function substituteScalars(document: SpecDocument, variables: Variables): Finding[] {
  const findings: Finding[] = [];
  visit(document.yaml, {
    Scalar(key, scalar, ancestors) {
      if (key === 'key' || typeof scalar.value !== 'string') return;
      const result = substitute(scalar.value, variables);
      if ('text' in result) scalar.value = result.text;
      else findings.push({ path: pathTo(scalar, ancestors), message: result.problem });
    },
  });
  return findings;
}

type Ancestor = Node | Pair | { contents: unknown };

function pathTo(scalar: Scalar, ancestors: readonly Ancestor[]): SpecPath {
  return ancestors.flatMap((ancestor, depth): SpecPath => {
    const child = ancestors[depth + 1] ?? scalar;
    if ('key' in ancestor) return isScalar(ancestor.key) ? [String(ancestor.key.value)] : [];
    const position = 'items' in ancestor ? (ancestor.items as unknown[]).indexOf(child) : -1;
    return position >= 0 && !('key' in child) ? [position] : [];
  });
}
