import { z } from 'zod';
import { parseDurationMs } from '../../model/time/duration.js';
import * as field from '../document/fields.js';

const ON_EMPTY_ACTION = 'skip, fail, or retryAfter with a duration like retryAfter 2h';
const ON_EMPTY =
  'skip, fail, retryAfter with a duration like retryAfter 2h, or a mapping with retryAfter or causes';

const isOnEmpty = (text: string): boolean => {
  const [, after] = /^retryAfter +(\S+)$/.exec(text) ?? [];
  return ['skip', 'fail'].includes(text) || (after !== undefined && (parseDurationMs(after) ?? 0) > 0);
};

const action = z.string({ error: ON_EMPTY_ACTION }).refine(isOnEmpty, { error: ON_EMPTY_ACTION });

/** The field `onEmpty` of a step. */
export const onEmptyFile = z
  .union(
    [
      z.string().refine(isOnEmpty, { abort: true }),
      z
        .strictObject(
          {
            retryAfter: field.duration.optional(),
            attempts: field.count
              .optional()
              .meta({ description: 'Number of triggers, including the first one. Default: 12.' }),
            then: field
              .oneOf(['skip', 'fail'])
              .optional()
              .meta({ description: 'What to do if the last attempt also found nothing. Default: fail.' }),
            'no-spans': action.optional().meta({ description: 'The window has no spans.' }),
            'no-match': action
              .optional()
              .meta({ description: "The window has spans, but none that the task's filter lets through." }),
            labelled: action
              .optional()
              .meta({ description: 'All spans of the window carry the evaluations already.' }),
            'not-indexed': action
              .optional()
              .meta({ description: 'The spans were not there yet when the run looked.' }),
            otherwise: action
              .optional()
              .meta({ description: 'For causes that are not listed, or not known. Default: fail.' }),
          },
          { error: field.unlessMapping(ON_EMPTY) },
        )
        .meta({ title: 'onEmpty' }),
    ],
    { error: ON_EMPTY },
  )
  .meta({
    description:
      'What to do if there was nothing to evaluate, for any cause or by cause. Cannot be combined with allowEmpty.',
    examples: [
      'skip',
      'retryAfter 2h',
      { retryAfter: '2h', attempts: 3, then: 'skip' },
      { 'not-indexed': 'retryAfter 1h', labelled: 'skip' },
    ],
  });
