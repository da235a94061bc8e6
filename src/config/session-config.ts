import { z } from 'zod';
import { FAIRNESS_KEY_RULE, isFairnessKey } from '../model/temporal/fairness.js';
import { variables, word } from './variables.js';
import { TASK_QUEUE } from './worker-config.js';

/** The beginning of any address in the Arize UI. */
const ORGANIZATION = /^https?:\/\/[^/?#\s@]+(?:\/[^?#\s]*?)?\/organizations\/[^/?#\s]+/;

/** What a session with Temporal takes from the environment, beside the connection. */
export const sessionConfig = variables({
  ...TASK_QUEUE,
  AX_TASKS_SEARCH_ATTRIBUTES: word('AX_TASKS_SEARCH_ATTRIBUTES', ['on', 'off']),
  AX_TASKS_FAIRNESS_KEY: z
    .string()
    .refine(isFairnessKey, `AX_TASKS_FAIRNESS_KEY ${FAIRNESS_KEY_RULE}`)
    .optional(),
  TEMPORAL_UI_ADDRESS: z
    .url({ protocol: /^https?$/, error: 'TEMPORAL_UI_ADDRESS must be a URL, like http://localhost:8233' })
    .optional(),
  AX_TASKS_ARIZE_UI_URL: z
    .string()
    .regex(
      ORGANIZATION,
      'AX_TASKS_ARIZE_UI_URL must be the address of your organization in the Arize UI, like https://app.arize.com/organizations/ID: copy it from your browser',
    )
    .transform((url) => ORGANIZATION.exec(url)?.[0])
    .optional(),
}).transform((given) => ({
  taskQueue: given.AX_TASKS_TASK_QUEUE,
  /** Whether what is started sets the custom search attributes. */
  hasSearchAttributes: given.AX_TASKS_SEARCH_ATTRIBUTES === 'on',
  /** Whose share of the task queue what is started takes. */
  fairnessKey: given.AX_TASKS_FAIRNESS_KEY,
  uiAddress: given.TEMPORAL_UI_ADDRESS,
  /** An organization in the Arize UI, without a slash at its end. */
  arizeUiUrl: given.AX_TASKS_ARIZE_UI_URL ?? null,
}));
