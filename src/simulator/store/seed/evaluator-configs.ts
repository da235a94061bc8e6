import type { EvaluatorVersion, Granularity, Integration } from '../resource-types.js';

type EvaluatorConfig = Pick<EvaluatorVersion, 'template_config' | 'code_config'>;

/** An LLM-as-judge configuration; `choices` maps labels to scores. */
export function templateConfig(
  name: string,
  granularity: Granularity,
  choices: Readonly<Record<string, number>>,
  integration: Integration,
  wording: string,
): EvaluatorConfig {
  return {
    template_config: {
      name,
      template: `${wording}\n\nInput: {input}\nOutput: {output}\n\nAnswer with one of: ${Object.keys(choices).join(', ')}.`,
      include_explanations: true,
      use_function_calling: true,
      use_function_calling_if_available: true,
      use_structured_output: true,
      classification_choices: choices,
      direction: 'MAXIMIZE',
      data_granularity: granularity,
      llm_config: {
        ai_integration_id: integration.id,
        model_name: 'gpt-4o',
        invocation_parameters: { temperature: 0 },
        provider_parameters: {},
      },
    },
  };
}

/** A built-in code evaluator. */
export function managedConfig(
  name: string,
  managedEvaluator: 'JSON_PARSEABLE' | 'CONTAINS_ANY_KEYWORD',
  staticParams: readonly Readonly<Record<string, unknown>>[],
): EvaluatorConfig {
  return {
    code_config: {
      type: 'MANAGED',
      name,
      managed_evaluator: managedEvaluator,
      variables: ['output'],
      static_params: staticParams,
      data_granularity: 'SPAN',
      query_filter: null,
    },
  };
}

/** A code evaluator that the user wrote. */
export function customConfig(name: string): EvaluatorConfig {
  return {
    code_config: {
      type: 'CUSTOM',
      name,
      code: 'class Evaluator(CodeEvaluator):\n    def evaluate(self, output):\n        return len(output) < 400\n',
      imports: null,
      variables: ['output'],
      static_params: [],
      data_granularity: 'SPAN',
      query_filter: null,
    },
  };
}
