import { z } from 'zod';
import { optional } from './body.js';

/** What a run configuration says about the call of a model. Clients read these back strictly, so their types are checked. */

/** A JSON object of the user's own. */
export const freeForm = z.record(z.string(), z.unknown());

const toolCall = z.strictObject({
  id: z.string().optional(),
  type: z.literal('FUNCTION'),
  function: z.strictObject({ name: z.string(), arguments: z.string() }),
});

/** A message of the prompt. */
export const message = z.strictObject({
  role: z.enum(['USER', 'ASSISTANT', 'SYSTEM', 'TOOL']),
  content: z.string().nullish(),
  tool_call_id: optional(z.string()),
  tool_calls: optional(z.array(toolCall)),
});

/** The tools that the model may call. */
export const toolConfig = z.looseObject({ tools: z.array(freeForm).optional() });

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
export const invocationParameters = z.looseObject({
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
