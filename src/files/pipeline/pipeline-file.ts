import { z } from 'zod';
import * as field from '../document/fields.js';
import { inputsFile } from '../inputs/inputs-file.js';
import { stepFile } from './step-file.js';

const STEPS = 'a list of 1 to 500 steps';
const steps = z.array(stepFile, { error: STEPS }).min(1, { error: STEPS }).max(500, { error: STEPS });

/** A pipeline file. */
export const pipelineFile = z
  .strictObject(
    {
      $schema: field.text.optional().meta({ description: 'For editors; not read.' }),
      version: z.literal(1, { error: '1' }),
      name: field.nonEmptyText.meta({ description: 'Part of the workflow id; baselines go by it.' }),
      labels: field.textMap.optional(),
      space: field.nonEmptyText.optional().meta({ description: 'Name or ID; the default of all steps.' }),
      inputs: inputsFile.optional().meta({
        description: 'Values to be given by --input or --inputs; inputs.name in expressions.',
        examples: [{ model: 'small', share: { type: 'number', default: 0.8 } }],
      }),
      timeout: field.duration.optional().meta({
        description:
          'For the whole pipeline: each step has what is left of it, and none is started afterwards.',
      }),
      steps,
      finally: steps.optional().meta({
        description: 'Run when all steps have ended, also after a failure; not after a cancel.',
      }),
      outputs: field.expressionMap
        .optional()
        .meta({ description: 'CEL expressions by name; part of the result.' }),
    },
    { error: field.unlessMapping('a mapping with version, name and steps') },
  )
  .meta({ title: 'pipeline' });

export type PipelineFile = z.infer<typeof pipelineFile>;
