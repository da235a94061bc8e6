import type * as types from '../store/resource-types.js';

/** Records as the wire shows them: what only the simulator knows is left out. */
export function presentOrganization({ ordinal: _, ...wire }: types.Organization): unknown {
  return wire;
}

export function presentUser({ ordinal: _, ...wire }: types.User): unknown {
  return wire;
}

export function presentSpace({ ordinal: _, ...wire }: types.Space): unknown {
  return wire;
}

export function presentProject({ ordinal: _, spansPerHour: _rate, ...wire }: types.Project): unknown {
  return wire;
}

/** A dataset as a listing shows it; the single one also carries its versions. */
export function presentDataset({
  ordinal: _,
  versions: _versions,
  ...wire
}: types.Dataset): Record<string, unknown> {
  return wire;
}

export function presentDatasetWithVersions(dataset: types.Dataset): unknown {
  const versions = dataset.versions.map(({ examples: _, ...version }) => version);
  return { ...presentDataset(dataset), versions };
}

export function presentExample({ ordinal: _, columns, ...wire }: types.DatasetExample): unknown {
  return { ...columns, ...wire, annotations: [] };
}

export function presentEvaluator({
  ordinal: _,
  versions: _versions,
  ...wire
}: types.Evaluator): Record<string, unknown> {
  return wire;
}

export function presentEvaluatorVersion({ ordinal: _, ...wire }: types.EvaluatorVersion): unknown {
  return wire;
}

export function presentExperiment({
  ordinal: _,
  runs: _runs,
  ...wire
}: types.Experiment): Record<string, unknown> {
  const { experiment_traces_project_id: traces, ...rest } = wire;
  return traces === null ? rest : { ...rest, experiment_traces_project_id: traces };
}

export function presentExperimentRun({ ordinal: _, columns, ...wire }: types.ExperimentRun): unknown {
  return { ...columns, ...wire };
}

/** An LLM integration as `/v2/ai-integrations` shows it. */
export function presentAiIntegration(integration: types.Integration): unknown {
  const { id, name, scopings, created_at, updated_at, created_by_user_id } = integration;
  return {
    id,
    name,
    provider: integration.provider,
    has_api_key: true,
    base_url: null,
    model_names: integration.modelNames ?? [],
    headers: null,
    enable_default_models: true,
    function_calling_enabled: true,
    auth_type: 'DEFAULT',
    provider_metadata: null,
    scopings,
    created_at,
    updated_at,
    created_by_user_id,
  };
}

/** An integration of any type as `/v2/integrations` shows it. */
export function presentIntegration(integration: types.Integration): unknown {
  const { id, type, name, description, scopings, created_at, updated_at, created_by_user_id } = integration;
  const wire = { id, type, name, scopings, created_at, updated_at, created_by_user_id };
  if (type === 'LLM') {
    const config = { provider: integration.provider, has_api_key: true, is_function_calling_enabled: true };
    return { ...wire, config };
  }
  return { ...wire, description, config: { ...integration.agent, has_headers: false, request_presets: [] } };
}
