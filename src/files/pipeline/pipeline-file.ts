import { z } from 'zod';
import * as field from '../document/fields.js';
import { notifyFile } from '../notification/notify-file.js';
import { inputsFile } from '../inputs/inputs-file.js';
import { stepFile } from './step-file.js';

const STEPS = 'a list of 1 to 500 steps';
const steps = z.array(stepFile, { error: STEPS }).min(1, { error: STEPS }).max(500, { error: STEPS });

/** A pipeline file. */
export const pipelineFile = z
  .strictObject(
    {
      $schema: field.text.optional().meta({ description: 'For editors; ignored.' }),
      version: z.literal(1, { error: '1' }),
      name: field.nonEmptyText.meta({
        description: 'Part of the workflow id. Baselines are found by this name.',
      }),
      labels: field.textMap.optional(),
      space: field.nonEmptyText.optional().meta({ description: 'Name or ID; the default for all steps.' }),
      inputs: inputsFile.optional().meta({
        description: 'Values that --input or --inputs set; expressions read inputs.name.',
        examples: [{ model: 'small', share: { type: 'number', default: 0.8 } }],
      }),
      timeout: field.duration.optional().meta({
        description:
          'Time limit of the whole pipeline. Each step gets the time that is left, and no step starts after it.',
      }),
      notify: notifyFile.optional(),
      steps,
      finally: steps.optional().meta({
        description:
          'Steps that run after all other steps have ended, even after a failure, but not after a cancel.',
      }),
      outputs: field.expressionMap
        .optional()
        .meta({ description: 'CEL expressions by name. Their values are part of the result.' }),
    },
    { error: field.unlessMapping('a mapping with version, name and steps') },
  )
  .meta({ title: 'pipeline' });

export type PipelineFile = z.infer<typeof pipelineFile>;
