import type { Plan } from '../model/plan.js';
import { checkFields, checkSpaces } from './checks/check-fields.js';
import { checkOrder } from './checks/check-order.js';
import { checkWindows } from './checks/check-windows.js';
import { isRecord, looseStepsOf } from './checks/loose-step.js';
import { checkFile } from './document/check-file.js';
import type { Finding } from './finding.js';
import { pipelineFile, pipelineMappingAt } from './schema/pipeline-file.js';
import type { Variables } from './substitute.js';
import { toPlan } from './to-plan.js';

/**
 * The plan of a pipeline file, YAML or JSON. `env` gives the variables that the file refers to, and `ARIZE_SPACE`, the
 * space of files that name none.
 * @throws SpecError with all that is wrong, each with line and column
 */
export function parsePipeline(text: string, fileName: string, env: Variables): Plan {
  const defaultSpace = env['ARIZE_SPACE'];
  const file = checkFile(text, fileName, env, {
    expected: { noun: 'a pipeline', members: 'version, name and steps' },
    schema: pipelineFile,
    mappingAt: pipelineMappingAt,
    checks: (data) => checkAll(data, defaultSpace),
  });
  return toPlan(file, defaultSpace);
}

function checkAll(data: unknown, defaultSpace: string | undefined): Finding[] {
  const steps = looseStepsOf(data);
  const given = isRecord(data) && typeof data['space'] === 'string' ? data['space'] : defaultSpace;
  return [...checkOrder(steps), ...checkFields(steps), ...checkWindows(steps), ...checkSpaces(steps, given)];
}
