import type { Plan } from '../model/plan.js';
import { checkFields, checkSpaces } from './checks/check-fields.js';
import { checkOrder } from './checks/check-order.js';
import { checkWindows } from './checks/check-windows.js';
import { isRecord, looseStepsOf } from './checks/loose-step.js';
import { locate } from './document/locate.js';
import { readDocument } from './document/read-document.js';
import type { SpecDocument } from './document/read-document.js';
import { substituteScalars } from './document/substitute-scalars.js';
import type { Finding } from './finding.js';
import { describeIssue } from './schema/describe-issue.js';
import { pipelineFile } from './schema/pipeline-file.js';
import { SpecError } from './spec-error.js';
import type { SpecProblem } from './spec-error.js';
import type { Variables } from './substitute.js';
import { toPlan } from './to-plan.js';

/**
 * The plan of a pipeline file, YAML or JSON. `env` gives the variables that the file refers to, and `ARIZE_SPACE`, the
 * space of files that name none.
 * @throws SpecError with all that is wrong, each with line and column
 */
export function parsePipeline(text: string, fileName: string, env: Variables): Plan {
  const document = readDocument(text, fileName);
  const unresolved = substituteScalars(document, env);
  const data = dataOf(document);
  const checked = pipelineFile.safeParse(data, { reportInput: true });
  const issues = checked.success ? [] : checked.error.issues.flatMap(describeIssue);
  const findings = withoutRepeats([...unresolved, ...issues, ...checkAll(data, env['ARIZE_SPACE'])]);
  const problems = [...document.problems, ...findings.map((finding) => locate(document, finding))];
  if (problems.length > 0 || !checked.success) throw new SpecError(fileName, problems.sort(byPlace));
  return toPlan(checked.data, env['ARIZE_SPACE']);
}

function checkAll(data: unknown, defaultSpace: string | undefined): Finding[] {
  const steps = looseStepsOf(data);
  const given = isRecord(data) && typeof data['space'] === 'string' ? data['space'] : defaultSpace;
  return [...checkOrder(steps), ...checkFields(steps), ...checkWindows(steps), ...checkSpaces(steps, given)];
}

function dataOf(document: SpecDocument): unknown {
  try {
    return document.yaml.toJS() as unknown;
  } catch (error) {
    // Aliases that multiply without bound.
    const message = error instanceof Error ? error.message : String(error);
    throw new SpecError(document.fileName, [{ line: 1, column: 1, path: '', message }]);
  }
}

// A text that could not be substituted is wrong once, not again in every check that reads it.
function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ path, at }) => {
    const place = JSON.stringify([path, at ?? 'value']);
    return !seen.has(place) && seen.add(place);
  });
}

const byPlace = (a: SpecProblem, b: SpecProblem): number => a.line - b.line || a.column - b.column;
