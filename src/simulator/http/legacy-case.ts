/**
 * Enum values as they were before July 2026: lower case. Only the members of tasks and runs that hold
 * enum values are touched, never what the user put into free-form members.
 */
const ENUM_MEMBERS = new Set(['type', 'status', 'experiment_type', 'input_variable_format', 'role']);
const FREE_FORM = new Set([
  'input_template',
  'provider_parameters',
  'json_schema',
  'tool_config',
  'column_mapping',
  'column_mappings',
  'classification_choices',
  'tracing_metadata',
]);

export function toLegacyCase(value: unknown): unknown {
  return withEnums(value, (text) => (/^[A-Z][A-Z_]*$/.test(text) ? text.toLowerCase() : text));
}

export function fromLegacyCase(value: unknown): unknown {
  return withEnums(value, (text) => (/^[a-z][a-z_]*$/.test(text) ? text.toUpperCase() : text));
}

function withEnums(value: unknown, change: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => withEnums(item, change));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => {
    if (FREE_FORM.has(name)) return [name, inner];
    if (ENUM_MEMBERS.has(name) && typeof inner === 'string') return [name, change(inner)];
    return [name, withEnums(inner, change)];
  });
  return Object.fromEntries(entries);
}
