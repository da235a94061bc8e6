import { z } from 'zod';
import { instant } from '../checks/body.js';
import type { ScriptedAnnotations } from '../spans/annotations.js';
import type { GeneratedSpans } from '../spans/generated.js';
import type { GivenSpan } from '../spans/given.js';

const text = z.string().min(1);
const members = z.record(z.string(), z.unknown());

/** Labels and scores, as scripts of spans and of experiments give them. */
export const valueMembers = {
  labels: z
    .union([z.array(text.nullable()).min(1), z.record(text, z.number().min(0).max(1)), z.literal('unique')])
    .optional(),
  scores: z
    .union([
      z.array(z.union([z.number(), z.literal(['NaN', 'Infinity', '-Infinity'])]).nullable()).min(1),
      z.strictObject({ mean: z.number(), deviation: z.number().min(0) }),
      z.strictObject({ byLabel: z.record(text, z.number()) }),
    ])
    .optional(),
  seed: z.int().min(0).optional(),
};

const annotation = z.looseObject({ name: text, label: text.optional(), score: z.number().optional() });

const evaluation = z.strictObject({
  name: text,
  label: z.string().optional(),
  score: z.union([z.number(), z.string()]).optional(),
  explanation: z.string().optional(),
  metadata: members.optional(),
});

const givenSpan = z.strictObject({
  start_time: instant,
  end_time: instant.optional(),
  received_at: instant.optional(),
  trace_id: text.optional(),
  span_id: text.optional(),
  session_id: text.optional(),
  parent_id: text.optional(),
  name: z.string().optional(),
  kind: text.optional(),
  status_code: text.optional(),
  status_message: z.string().optional(),
  attributes: members.optional(),
  events: z.array(z.unknown()).optional(),
  annotations: z.array(annotation).optional(),
  trace_annotations: z.array(annotation).optional(),
  evaluations: z.array(evaluation).optional(),
});

const generatedSpans = z.strictObject({
  count: z.int().min(1).max(5_000_000),
  start_time: instant,
  end_time: instant.optional(),
  late_ms: z.int().min(0).optional(),
  spans_per_trace: z.int().min(1).optional(),
  kind: text.optional(),
  status_code: text.optional(),
  attributes: members.optional(),
  attribute_bytes: z.int().min(0).max(50_000_000).optional(),
  evaluations: z
    .array(
      z.strictObject({
        ...valueMembers,
        name: text,
        explanation: z.string().optional(),
        metadata: members.optional(),
      }),
    )
    .optional(),
  annotations: z.array(z.strictObject({ ...valueMembers, name: text })).optional(),
});

/** Spans as they are posted. */
export const spansSchema = z.strictObject({
  project: text,
  spans: z.array(givenSpan).optional(),
  generate: generatedSpans.optional(),
});

/** Annotations as they are posted. */
export const annotationsSchema = z.strictObject({
  ...valueMembers,
  project: text,
  annotation: text,
  share: z.number().min(0).max(1).optional(),
  from: instant.optional(),
  until: instant.optional(),
  agreement: z.strictObject({ evaluation: text, share: z.number().min(0).max(1) }).optional(),
});

/** Spans to add to a project: some given one by one, and many computed. */
export interface AddedSpans {
  /** Name or id; of two projects of a name the first. */
  readonly project: string;
  readonly spans?: readonly GivenSpan[];
  readonly generate?: GeneratedSpans;
}

/** What zod infers writes `| undefined` into optional members; an absent member is what was meant. */
export function asSpans(input: z.infer<typeof spansSchema>): AddedSpans {
  return input as AddedSpans;
}

export function asAnnotations(input: z.infer<typeof annotationsSchema>): ScriptedAnnotations {
  return input as ScriptedAnnotations;
}
