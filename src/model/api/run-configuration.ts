import { canonicalJson } from '../base/json.js';
import type { RunConfiguration } from './task.js';

type ConfigurationMembers = Record<string, unknown>;

/** The same configuration with its enum values changed; everything else is left as it is. */
export function mapEnums(
  configuration: RunConfiguration,
  change: (value: string) => string,
): RunConfiguration {
  const changed = (members: ConfigurationMembers, ...names: string[]): ConfigurationMembers => {
    const values = names.flatMap((name) => {
      const value = members[name];
      return typeof value === 'string' ? [[name, change(value)] as const] : [];
    });
    return { ...members, ...Object.fromEntries(values) };
  };
  const { messages } = configuration;
  const message = (given: ConfigurationMembers): ConfigurationMembers => ({
    ...changed(given, 'role'),
    ...(Array.isArray(given.tool_calls)
      ? { tool_calls: given.tool_calls.map(overObject((call) => changed(call, 'type'))) }
      : {}),
  });
  return {
    ...changed(configuration, 'input_variable_format'),
    experiment_type: change(configuration.experiment_type),
    ...(Array.isArray(messages) ? { messages: messages.map(overObject(message)) } : {}),
  };
}

/** The members of all configurations (docs/api-contract.md 1.3), and those that name an integration instead of giving its ID. */
export const CONFIGURATION_MEMBERS = [
  ...['experiment_type', 'ai_integration_id', 'ai_integration', 'integration_id', 'integration'],
  ...['model_name', 'invocation_parameters', 'provider_parameters', 'messages', 'input_variable_format'],
  ...['tool_config', 'prompt_version_id', 'template', 'provide_explanation', 'classification_choices'],
  ...['column_mapping', 'evaluator_version_id', 'input_template'],
];

/** A configuration with the API's names for its members: the official clients also take `aiIntegration`. */
export function inApiWords(given: ConfigurationMembers): ConfigurationMembers {
  const members = Object.entries(given).map(([name, value]) => {
    const word = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [CONFIGURATION_MEMBERS.includes(word) && !(word in given) ? word : name, value] as const;
  });
  return Object.fromEntries(members);
}

/** Members that the service fills in by itself where they were left out (docs/api-contract.md 1.3). */
const FILLED_IN: ReadonlySet<string> = new Set(['model_name']);

/**
 * The members in which a task's configuration is not the one asked for, sorted. The casing of enum values does not
 * count, nor does what means the same as nothing, nor, unless `isExact`, what the service fills in for a member that
 * was left out.
 */
export function configurationDifferences(
  present: RunConfiguration | null,
  wanted: RunConfiguration,
  isExact: boolean,
): string[] {
  const [before, after] = [comparable(present ?? { experiment_type: '' }), comparable(wanted)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.filter((name) => {
    if (!isExact && after[name] === undefined && FILLED_IN.has(name)) return false;
    return canonicalJson(before[name]) !== canonicalJson(after[name]);
  });
}

function comparable(configuration: RunConfiguration): ConfigurationMembers {
  const upper = mapEnums(configuration, (value) => value.toUpperCase());
  const members = Object.entries(upper).filter(([, value]) => !isNothing(value));
  return Object.fromEntries(
    members.map(([name, value]) => [name, name === 'input_template' ? plainColumns(value) : value]),
  );
}

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);

/** `{{dataset.column}}` means `{{column}}`, and the service answers with the latter. */
function plainColumns(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\{\{\s*(?:dataset\.)?([^{}]+?)\s*\}\}/g, '{{$1}}');
  if (Array.isArray(value)) return value.map(plainColumns);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plainColumns(inner)]));
}

const overObject =
  (change: (members: ConfigurationMembers) => ConfigurationMembers) =>
  (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? change(value as ConfigurationMembers)
      : value;
