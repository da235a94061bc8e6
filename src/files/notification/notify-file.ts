import { z } from 'zod';
import { NOTICE_KINDS } from '../../model/notification/notice.js';
import { MOST_RECEIVERS, RECEIVER_NAME } from '../../model/notification/notify-rules.js';
import type { NotifyRule } from '../../model/notification/notify-rules.js';
import { definedOnly } from '../../model/base/objects.js';
import * as field from '../document/fields.js';

const RECEIVER = "a receiver's name, of at most 60 letters, digits, _ and -";
const receiver = z.string({ error: RECEIVER }).regex(RECEIVER_NAME, { error: RECEIVER, abort: true });

const KINDS = `a list of at least one of ${NOTICE_KINDS.join(', ')}`;

const ruleFile = z
  .strictObject(
    {
      to: receiver.meta({ description: 'The name of a receiver in the file of the workers.' }),
      on: z
        .array(field.oneOf(NOTICE_KINDS), { error: KINDS })
        .min(1, { error: KINDS })
        .optional()
        .meta({ description: 'What is told. Default: everything except gate-warned.' }),
    },
    { error: field.unlessMapping("a receiver's name, or a mapping with to and on") },
  )
  .meta({ title: 'notify rule' });

const RULES = `a list of at most ${MOST_RECEIVERS} receivers`;

/** The member `notify` of a pipeline or a schedule: who is told of what. */
export const notifyFile = z
  .array(z.union([receiver, ruleFile], { error: "a receiver's name, or a mapping with to and on" }), {
    error: RULES,
  })
  .max(MOST_RECEIVERS, { error: RULES })
  .meta({
    description:
      'Who is told of a failure, a gate, an approval and so on: names of receivers, or mappings with `to` and `on`. An empty list: nobody. Default: as the workers are configured.',
    examples: [['team'], [{ to: 'on-call', on: ['failed', 'recovered'] }]],
  });

/** The rules of a checked file. */
export const toRules = (file: z.infer<typeof notifyFile>): NotifyRule[] =>
  file.map((rule) =>
    typeof rule === 'string' ? { to: rule } : { to: rule.to, ...definedOnly({ on: rule.on }) },
  );
