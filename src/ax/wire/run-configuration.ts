import { z } from 'zod';
import type { RunConfiguration } from '../../model/task.js';
import type { WireCase } from '../options.js';

type Members = Record<string, unknown>;

/** The configuration of a run-experiment task, enum values in upper case. */
export const runConfigurationSchema: z.ZodType<RunConfiguration> = z
  .looseObject({ experiment_type: z.string().default('UNKNOWN') })
  .transform((wire) => caseEnums(wire, 'upper'));

/** The same configuration with its enum values in the casing asked for; everything else is left as it is. */
export function caseEnums(configuration: RunConfiguration, wireCase: WireCase): RunConfiguration {
  const cased = (members: Members, ...names: string[]): Members => {
    const changed = names.flatMap((name) => {
      const value = members[name];
      return typeof value === 'string' ? [[name, inCase(value, wireCase)] as const] : [];
    });
    return { ...members, ...Object.fromEntries(changed) };
  };
  const { messages } = configuration;
  const message = (given: Members): Members => ({
    ...cased(given, 'role'),
    ...(Array.isArray(given.tool_calls)
      ? { tool_calls: given.tool_calls.map(overObject((call) => cased(call, 'type'))) }
      : {}),
  });
  return {
    ...cased(configuration, 'input_variable_format'),
    experiment_type: inCase(configuration.experiment_type, wireCase),
    ...(Array.isArray(messages) ? { messages: messages.map(overObject(message)) } : {}),
  };
}

/** An enum value as the wire has it. */
export const inCase = (value: string, wireCase: WireCase): string =>
  wireCase === 'upper' ? value.toUpperCase() : value.toLowerCase();

const overObject =
  (change: (members: Members) => Members) =>
  (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? change(value as Members) : value;
