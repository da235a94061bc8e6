import { visit } from 'yaml';
import type { Finding } from './finding.js';
import { substitute } from './substitute.js';
import type { Variables } from './substitute.js';
import { pathTo } from './path-to.js';
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
