import { z } from 'zod';
import { mapEnums } from '../../model/api/run-configuration.js';
import type { RunConfiguration } from '../../model/api/task.js';
import type { WireCase } from '../http/options.js';

/** The configuration of a run-experiment task, with enum values in upper case. */
export const runConfigurationSchema: z.ZodType<RunConfiguration> = z
  .looseObject({ experiment_type: z.string().default('UNKNOWN') })
  .transform((wire) => caseEnums(wire, 'upper'));

/** The same configuration with its enum values in the given casing. */
export const caseEnums = (configuration: RunConfiguration, wireCase: WireCase): RunConfiguration =>
  mapEnums(configuration, (value) => inCase(value, wireCase));

/** An enum value in the wire's casing. */
export const inCase = (value: string, wireCase: WireCase): string =>
  wireCase === 'upper' ? value.toUpperCase() : value.toLowerCase();
