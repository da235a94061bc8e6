import { z } from 'zod';
import { Refusal, unprocessable } from '../base/problem.js';
import type { Store } from '../store/store.js';
import type { RunConfiguration } from '../store/task-types.js';
import { idText, optional } from './body.js';

/** What a run configuration says about the call of a model. Clients read these back strictly, so their types are checked. */

/** A JSON object of the user's own. */
const freeForm = z.record(z.string(), z.unknown());

const toolCall = z.strictObject({
  id: z.string().optional(),
  type: z.literal('FUNCTION'),
  function: z.strictObject({ name: z.string(), arguments: z.string() }),
});

/** A message of the prompt. */
const message = z.strictObject({
  role: z.enum(['USER', 'ASSISTANT', 'SYSTEM', 'TOOL']),
  content: z.string().nullish(),
  tool_call_id: optional(z.string()),
  tool_calls: optional(z.array(toolCall)),
});

/** The tools that the model may call. */
const toolConfig = z.looseObject({ tools: z.array(freeForm).optional() });

const responseFormat = z.strictObject({
  type: z.enum(['TEXT', 'JSON_OBJECT', 'JSON_SCHEMA']).optional(),
  json_schema: z
    .strictObject({
      name: z.string().optional(),
      description: z.string().optional(),
      schema: freeForm.optional(),
      strict: z.boolean().optional(),
    })
    .optional(),
});

/** Sampling and limits of the model call; members that only one provider knows are let through. */
const invocationParameters = z.looseObject({
  temperature: z.number().optional(),
  max_tokens: z.int().optional(),
  max_completion_tokens: z.int().optional(),
  top_p: z.number().optional(),
  frequency_penalty: z.number().optional(),
  presence_penalty: z.number().optional(),
  stop: z.array(z.string()).optional(),
  response_format: responseFormat.optional(),
  tool_config: toolConfig.optional(),
  top_k: z.int().optional(),
  thinking_level: z.string().optional(),
  thinking_budget: z.int().optional(),
  reasoning_effort: z.string().optional(),
  verbosity: z.string().optional(),
});

const llmGeneration = z.strictObject({
  experiment_type: z.literal('LLM_GENERATION'),
  ai_integration_id: idText,
  model_name: optional(z.string()),
  messages: z.array(message).min(1),
  input_variable_format: z.enum(['F_STRING', 'MUSTACHE', 'NONE']),
  invocation_parameters: optional(invocationParameters),
  provider_parameters: optional(freeForm),
  tool_config: optional(toolConfig),
  prompt_version_id: z.string().nullish(),
});

const templateEvaluation = z.strictObject({
  experiment_type: z.literal('TEMPLATE_EVALUATION'),
  ai_integration_id: idText,
  model_name: optional(z.string()),
  template: z.string().min(1),
  provide_explanation: z.boolean(),
  classification_choices: optional(z.record(z.string(), z.number())),
  column_mapping: optional(z.record(z.string(), z.string())),
  evaluator_version_id: idText.nullish(),
  invocation_parameters: optional(invocationParameters),
  provider_parameters: optional(freeForm),
});

const agentCall = z.strictObject({
  experiment_type: z.literal('AGENT_CALL'),
  integration_id: idText,
  input_template: freeForm,
});

/** The three configurations of a run-experiment task; a member that is not theirs is refused. */
export const runConfiguration = z.discriminatedUnion('experiment_type', [
  llmGeneration,
  templateEvaluation,
  agentCall,
]);

/** Checks what a configuration refers to, and gives the form in which it is stored and echoed. */
export function acceptRunConfiguration(
  store: Store,
  input: z.infer<typeof runConfiguration>,
): RunConfiguration {
  if (input.experiment_type === 'AGENT_CALL') {
    requireIntegration(store, input.integration_id, 'AGENT', 'integration_id');
    return { ...input, input_template: normalised(input.input_template) };
  }
  requireIntegration(store, input.ai_integration_id, 'LLM', 'ai_integration_id');
  if (input.experiment_type === 'TEMPLATE_EVALUATION')
    requireEvaluatorVersion(store, input.evaluator_version_id);
  const { model_name, ...rest } = input;
  const model = model_name ?? store.integrations.get(input.ai_integration_id).modelNames?.[0];
  return withoutNulls({ ...rest, model_name: model, provider_parameters: rest.provider_parameters ?? {} });
}

function requireIntegration(store: Store, id: string, type: 'LLM' | 'AGENT', member: string): void {
  const integration = store.integrations.get(id);
  if (integration.type === type) return;
  throw unprocessable(`${member}: integration ${id} is of type ${integration.type}, and ${type} is needed`);
}

function requireEvaluatorVersion(store: Store, id: string | null | undefined): void {
  if (id === null || id === undefined || store.findEvaluatorVersion(id) !== undefined) return;
  throw new Refusal('resource-not-found', `evaluator_version_id: evaluator version ${id} was not found`);
}

function withoutNulls(members: Readonly<Record<string, unknown>>): RunConfiguration {
  const kept = Object.entries(members).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(kept) as RunConfiguration;
}

/** `{{dataset.column}}` means `{{column}}`, and is echoed so. */
function normalised(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\{\{\s*(?:dataset\.)?([^{}]+?)\s*\}\}/g, '{{$1}}');
  if (Array.isArray(value)) return value.map(normalised);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normalised(inner)]));
}
