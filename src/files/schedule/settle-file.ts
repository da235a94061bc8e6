import { z } from 'zod';
import type { SettleGate } from '../../model/schedule/schedule.js';
import * as field from '../document/fields.js';

const ON_TIMEOUT = ['trigger', 'fail'] as const satisfies readonly SettleGate['onTimeout'][];

/** The member `settle` of a schedule file. */
export const settleFile = z
  .strictObject(
    {
      quietFor: field.duration.optional().meta({
        description:
          'How long the count of the spans in the window, and their newest start, must stay the same. Default: 20m.',
      }),
      checks: field.count.optional().meta({
        description: 'How many consecutive counts within `quietFor` must be equal, at least 2. Default: 3.',
      }),
      filter: field.nonEmptyText.optional().meta({
        description: "Counts only spans that match, in the service's filter language. Default: all spans.",
        examples: ["status_code = 'OK'"],
      }),
      project: field.nonEmptyText.optional().meta({
        description:
          'Whose spans are counted, name or ID; required with `pipeline`. Default: that of the task.',
      }),
      activity: field.activityName.optional().meta({
        description:
          'An activity of your own worker that counts instead. It receives {window, task} and returns the current count.',
      }),
      every: field.duration
        .optional()
        .meta({ description: 'Interval between two counts of `activity`. Default: 10m.' }),
      looks: field.count.optional().meta({
        description: 'How many consecutive counts of `activity` must be equal, at least 2. Default: 2.',
      }),
      timeout: field.duration.optional().meta({ description: 'Default: 6h.' }),
      onTimeout: field
        .oneOf(ON_TIMEOUT)
        .optional()
        .meta({ description: 'trigger (default): trigger the run anyway; fail: fail the firing.' }),
    },
    { error: field.unlessMapping('a mapping with quietFor, or with activity') },
  )
  .meta({
    title: 'settle',
    description: 'Triggers the run once what is in the window no longer changes.',
    examples: [
      { quietFor: '20m', checks: 3 },
      { activity: 'countSpans', looks: 3 },
    ],
  });

export type SettleFile = z.infer<typeof settleFile>;
