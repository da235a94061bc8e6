import { z } from 'zod';
import { inApiWords } from '../../model/api/run-configuration.js';
import type { RunConfiguration } from '../../model/api/task.js';
import { memberProblems, needsSpace } from '../checks/check.js';
import { freeText, id, oneOf, reference, textMap, yesOrNo } from '../checks/fields.js';

const object = z.record(z.string(), z.unknown(), { error: 'must be an object' });
const filled = freeText.min(1, { error: 'must not be empty' });
const type = { experiment_type: z.unknown() };

const message = z.looseObject({
  role: oneOf(['USER', 'ASSISTANT', 'SYSTEM', 'TOOL']),
  content: freeText.nullish(),
});

const model = {
  ai_integration_id: id.optional(),
  ai_integration: reference.optional(),
  model_name: filled.optional(),
  invocation_parameters: object.optional(),
  provider_parameters: object.optional(),
};

/** The members of each known configuration (docs/api-contract.md 1.3); the service refuses any other. */
const SCHEMAS: Record<string, z.ZodType> = {
  LLM_GENERATION: z.strictObject({
    ...type,
    ...model,
    messages: z
      .array(message, { error: 'must be a list of messages' })
      .min(1, { error: 'must have at least one message' }),
    input_variable_format: oneOf(['F_STRING', 'MUSTACHE', 'NONE']),
    tool_config: object.optional(),
    prompt_version_id: id.nullish(),
  }),
  TEMPLATE_EVALUATION: z.strictObject({
    ...type,
    ...model,
    template: filled,
    provide_explanation: yesOrNo,
    classification_choices: z
      .record(z.string(), z.number(), { error: 'must be an object with number values' })
      .optional(),
    column_mapping: textMap.optional(),
    evaluator_version_id: id.nullish(),
  }),
  AGENT_CALL: z.strictObject({
    ...type,
    integration_id: id.optional(),
    integration: reference.optional(),
    input_template: object,
  }),
};

/** Every problem of a run configuration. A type unknown to this version is left to the service. */
export function runConfigurationProblems(
  configuration: unknown,
  space: string | undefined,
): (string | null)[] {
  if (typeof configuration !== 'object' || configuration === null || Array.isArray(configuration)) {
    return ['runConfiguration must be an object'];
  }
  const given = inApiWords(configuration as Record<string, unknown>);
  if (typeof given.experiment_type !== 'string' || given.experiment_type === '') {
    return [`runConfiguration.experiment_type must be one of ${Object.keys(SCHEMAS).join(', ')}`];
  }
  const kind = given.experiment_type.toUpperCase();
  const schema = SCHEMAS[kind];
  const members =
    schema === undefined
      ? []
      : memberProblems(schema, given).map((problem) => `runConfiguration: ${problem}`);
  return [...members, ...integrationProblems(kind, given, space)];
}

function integrationProblems(
  kind: string,
  given: Record<string, unknown>,
  space: string | undefined,
): (string | null)[] {
  const ai = 'runConfiguration.ai_integration';
  if (kind === 'AGENT_CALL') return [exactlyOne(given, 'integration_id', 'integration')];
  if (!(kind in SCHEMAS)) return [];
  return [
    exactlyOne(given, 'ai_integration_id', 'ai_integration'),
    needsSpace(ai, given.ai_integration, space),
  ];
}

function exactlyOne(given: Record<string, unknown>, first: string, second: string): string | null {
  const count = [first, second].filter((name) => given[name] !== undefined).length;
  return count === 1 ? null : `runConfiguration requires exactly one of ${first} and ${second} (a name)`;
}

/** Oddities of a configuration that can still be sent (docs/api-contract.md 2, rows 5 and 12). */
export function runConfigurationWarnings(configuration: RunConfiguration): string[] {
  const kind = configuration.experiment_type.toUpperCase();
  if (!(kind in SCHEMAS))
    return [`The experiment type ${JSON.stringify(kind)} is unknown to this version; it is sent unchanged.`];
  if (kind !== 'LLM_GENERATION') return [];
  const format = String(configuration.input_variable_format).toUpperCase();
  const text = JSON.stringify(configuration.messages);
  const double = /\{\{[^{}]+\}\}/.test(text);
  const single = /(^|[^{])\{[A-Za-z_][\w.]*\}([^}]|$)/.test(contentsOf(configuration.messages));
  if (format === 'F_STRING' && double) return [braces('F_STRING', '{{name}}', '{name}', 'MUSTACHE')];
  if (format === 'MUSTACHE' && single && !double)
    return [braces('MUSTACHE', '{name}', '{{name}}', 'F_STRING')];
  if (format === 'NONE') return ['input_variable_format NONE is deprecated; use F_STRING or MUSTACHE.'];
  return [];
}

const braces = (format: string, found: string, right: string, other: string): string =>
  `The messages contain ${found}, which is not a placeholder in input_variable_format ${format}: write ${right}, or use ${other}.`;

function contentsOf(messages: unknown): string {
  if (!Array.isArray(messages)) return '';
  return messages
    .map((one: { content?: unknown }) => (typeof one.content === 'string' ? one.content : ''))
    .join('\n');
}
