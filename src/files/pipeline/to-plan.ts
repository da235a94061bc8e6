import { isTemplate, unescapeExpressions } from '../../expressions/split-template.js';
import type { Json } from '../../model/base/json.js';
import type { Plan, Step } from '../../model/pipeline/plan.js';
import { graphOf } from './step-graph.js';
import type { PipelineFile } from './pipeline-file.js';
import type { StepFile } from './step-file.js';
import { bareTexts, checkBare } from '../expressions/expressions-in.js';
import { mapTexts } from '../expressions/texts-in.js';
import { toRules } from '../notification/notify-file.js';
import { inMs } from './to-trigger.js';
import { definedOnly } from '../../model/base/objects.js';
import { toStep } from './to-step.js';

/** The plan of a checked file. `defaultSpace` applies if the file names no space. */
export function toPlan(
  file: PipelineFile,
  inputs: Record<string, Json>,
  defaultSpace: string | undefined,
): Plan {
  const plan = mapTexts(withEscapes(file, defaultSpace), plain) as Plan;
  return file.inputs === undefined ? plan : { ...plan, inputs };
}

const plain = (text: string): string => (isTemplate(text) ? text : unescapeExpressions(text));

// The texts stay escaped until the end, so that expressions can be told from other texts.
function withEscapes(file: PipelineFile, defaultSpace: string | undefined): Plan {
  const { version, name, labels = {}, space = defaultSpace, timeout, notify, outputs } = file;
  const graph = graphOf(file);
  const stepsOf = (list: 'steps' | 'finally', steps: readonly StepFile[]): Step[] =>
    graph.all
      .filter((placed) => placed.list === list)
      .map((placed) => toStep(steps[placed.position] as StepFile, placed, graph, space));
  return {
    ...{ version, name, labels },
    ...definedOnly({
      timeoutMs: inMs(timeout),
      notify: notify === undefined ? undefined : toRules(notify),
    }),
    steps: stepsOf('steps', file.steps),
    ...definedOnly({
      finally: file.finally === undefined ? undefined : stepsOf('finally', file.finally),
      outputs: outputs === undefined ? undefined : bareTexts(outputs),
      reads: readsOf(outputs ?? {}),
    }),
  };
}

function readsOf(outputs: Readonly<Record<string, string>>): string[] | undefined {
  const reads = Object.values(outputs).flatMap((text) => {
    const checked = checkBare(text);
    return 'reads' in checked ? checked.reads : [];
  });
  const ids = reads.flatMap(({ root, path: [id] }) => (root === 'steps' && id !== undefined ? [id] : []));
  return ids.length === 0 ? undefined : [...new Set(ids)];
}
