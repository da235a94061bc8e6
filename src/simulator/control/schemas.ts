import { z } from 'zod';
import type { SimulatorFault } from '../scripts/faults.js';
import type { RunBehaviour } from '../scripts/behaviours.js';
import { instant } from '../checks/body.js';
import { valueMembers } from './span-schemas.js';
import type { ScriptedScores } from '../scripts/scores.js';

const count = z.int().min(0);
const repetition = { skip: count.optional(), times: z.union([count, z.literal('always')]).optional() };
const point = z.enum(['headers', 'before-effect', 'after-effect']);

const answer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('respond'),
    status: z.int().min(200).max(599),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
    afterEffect: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('drop'), at: point, reset: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('half'), bytes: count.optional() }),
  z.strictObject({ kind: z.literal('garbage') }),
  z.strictObject({ kind: z.literal('extend'), members: z.record(z.string(), z.unknown()) }),
  z.strictObject({ kind: z.literal('endless') }),
  z.strictObject({ kind: z.literal('trickle'), bytesPerSecond: z.number().positive().optional() }),
  z.strictObject({
    kind: z.literal('redirect'),
    location: z.string().min(1),
    status: z.int().min(300).max(399).optional(),
  }),
]);

/** A fault as it is posted. */
export const faultSchema = z.strictObject({
  ...repetition,
  name: z.string().optional(),
  match: z
    .strictObject({
      method: z.string().optional(),
      path: z.string().optional(),
      taskId: z.string().optional(),
    })
    .optional(),
  delayMs: count.optional(),
  delayAnswerMs: count.optional(),
  holdAt: point.optional(),
  answer: answer.optional(),
  hideRun: z
    .strictObject({ ms: count.optional(), lists: count.optional(), alsoFromGet: z.boolean().optional() })
    .optional(),
  list: z
    .strictObject({
      order: z.enum(['newest-first', 'oldest-first', 'shuffled']).optional(),
      omitNewerThanMs: count.optional(),
      repeatLast: count.optional(),
      repeatCursor: z.boolean().optional(),
      refuseCursor: z.boolean().optional(),
    })
    .optional(),
});

/** A behaviour as it is posted. */
export const behaviourSchema = z.strictObject({
  ...repetition,
  match: z
    .strictObject({
      taskId: z.string().optional(),
      taskName: z.string().optional(),
      taskType: z.enum(['TEMPLATE_EVALUATION', 'CODE_EVALUATION', 'RUN_EXPERIMENT']).optional(),
      experimentName: z.string().optional(),
    })
    .optional(),
  outcome: z
    .enum(['completed', 'failed', 'cancelled', 'nothing-to-do', 'empty', 'bad-integration-key'])
    .optional(),
  status: z.string().min(1).optional(),
  failureReason: z.string().nullable().optional(),
  successes: count.optional(),
  errors: count.optional(),
  skipped: count.optional(),
  runSeconds: z.number().min(0).optional(),
  looks: z.int().min(1).optional(),
  stuckAt: z.string().min(1).optional(),
  statuses: z.array(z.string().min(1)).optional(),
  experimentIdStaysNull: z.boolean().optional(),
  provisionSeconds: z.number().min(0).optional(),
});

/** Scores as they are posted. */
export const scoresSchema = z.strictObject({
  ...valueMembers,
  experiment: z.string().min(1).optional(),
  project: z.string().min(1).optional(),
  evaluation: z.string().min(1).optional(),
  from: instant.optional(),
  until: instant.optional(),
});

/** What zod infers writes `| undefined` into optional members; an absent member is what was meant. */
export function asFault(input: z.infer<typeof faultSchema>): SimulatorFault {
  return input as SimulatorFault;
}

export function asBehaviour(input: z.infer<typeof behaviourSchema>): RunBehaviour {
  return input as RunBehaviour;
}

export function asScores(input: z.infer<typeof scoresSchema>): ScriptedScores {
  return input as ScriptedScores;
}
