import { AMBIGUITY_POLICIES, DEADLINE_POLICIES } from '../../model/api/policies.js';
import * as field from '../document/fields.js';

/** How a run is waited for, and what counts as good. */
export const waitFields = {
  timeout: field.duration.optional().meta({
    description: 'From the trigger on (of an activity: for each attempt). Absent: no deadline.',
    examples: ['2h'],
  }),
  onTimeout: field
    .oneOf(DEADLINE_POLICIES)
    .optional()
    .meta({ description: 'What happens to the run when `timeout` passes; cancel when absent.' }),
  pollInterval: field.pollInterval.optional(),
  maxErrorShare: field.dynamicShare.optional().meta({
    description: 'Highest share of errors that is still good, 0 to 1; 0 when absent.',
  }),
  allowEmpty: field.dynamicFlag
    .optional()
    .meta({ description: 'A run that found nothing to evaluate is good; false when absent.' }),
  allowTruncated: field.dynamicFlag
    .optional()
    .meta({ description: 'A run that stopped at maxSpans is good; true when absent.' }),
  onAmbiguous: field
    .oneOf(AMBIGUITY_POLICIES)
    .optional()
    .meta({ description: 'When it cannot be told whether a trigger took effect; retry when absent.' }),
  settle: field.duration.optional().meta({
    description: 'How long a run may take to show up in the list after its trigger; 15s when absent.',
  }),
};
