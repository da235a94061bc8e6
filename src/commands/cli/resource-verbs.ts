import type { Command } from 'commander';
import { parseChoice } from '../input/parse-values.js';
import { withConnection } from './connection-flags.js';
import { withOutput, withPages, withSpace } from './shared-flags.js';
import { addNoun } from './verb.js';
import type { AddVerb } from './verb.js';

const INTEGRATION_TYPES = ['LLM', 'AGENT', 'EVALUATOR'] as const;

/** What tasks refer to by name or ID: `space list`, `project list`, … with the flags of `ax`. */
export function addResourceNouns(program: Command, addVerb: AddVerb): void {
  addSpace(program, addVerb);
  addProject(program, addVerb);
  addDataset(program, addVerb);
  addEvaluator(program, addVerb);
  addExperiment(program, addVerb);
  addIntegration(program, addVerb);
}

function addSpace(program: Command, addVerb: AddVerb): void {
  const examples = ['list', 'list --name prod'];
  const space = addNoun(program, 'space', { summary: 'List spaces', examples });
  const list = addVerb(
    space,
    'list',
    { summary: 'List the spaces that the API key of the worker can read', examples: ['', '--name prod'] },
    async () => (await import('../resource/list-resources.js')).listSpaces,
  );
  withName(list, 'spaces');
  withOutput(withConnection(withPages(list)));
}

function addProject(program: Command, addVerb: AddVerb): void {
  const project = addNoun(program, 'project', {
    summary: 'List projects',
    examples: ['list --space prod'],
  });
  const list = addVerb(
    project,
    'list',
    { summary: 'List projects', examples: ['--space prod', '--space prod --all -o csv'] },
    async () => (await import('../resource/list-resources.js')).listProjects,
  );
  withName(list, 'projects');
  withOutput(withConnection(withPages(withSpace(list))));
}

function addDataset(program: Command, addVerb: AddVerb): void {
  const dataset = addNoun(program, 'dataset', {
    summary: 'List datasets',
    examples: ['list --space prod'],
  });
  const list = addVerb(
    dataset,
    'list',
    { summary: 'List datasets', examples: ['--space prod', '--space prod --name questions'] },
    async () => (await import('../resource/list-resources.js')).listDatasets,
  );
  withName(list, 'datasets');
  withOutput(withConnection(withPages(withSpace(list))));
}

function addEvaluator(program: Command, addVerb: AddVerb): void {
  const evaluator = addNoun(program, 'evaluator', {
    summary: 'List evaluators and their versions',
    examples: ['list --space prod', 'versions relevance --space prod'],
  });
  const list = addVerb(
    evaluator,
    'list',
    { summary: 'List evaluators', examples: ['--space prod', '--space prod --name relevance'] },
    async () => (await import('../resource/list-resources.js')).listEvaluators,
  );
  withName(list, 'evaluators');
  withOutput(withConnection(withPages(withSpace(list))));
  const versions = addVerb(
    evaluator,
    'versions <evaluator>',
    { summary: 'List the versions of an evaluator', examples: ['relevance --space prod'] },
    async () => (await import('../resource/list-resources.js')).listEvaluatorVersions,
  );
  withOutput(withConnection(withPages(withSpace(versions))));
}

function addExperiment(program: Command, addVerb: AddVerb): void {
  const experiment = addNoun(program, 'experiment', {
    summary: 'List experiments',
    examples: ['list --space prod --dataset questions'],
  });
  const list = addVerb(
    experiment,
    'list',
    {
      summary: 'List experiments of a dataset or a space',
      examples: ['--space prod', '--space prod --dataset questions --all'],
    },
    async () => (await import('../resource/list-resources.js')).listExperiments,
  );
  withName(list, 'experiments').option('--dataset <name-or-id>', 'only experiments of this dataset');
  withOutput(withConnection(withPages(withSpace(list))));
}

function addIntegration(program: Command, addVerb: AddVerb): void {
  const integration = addNoun(program, 'integration', {
    summary: 'List integrations, which run configurations refer to',
    examples: ['list --space prod'],
  });
  const list = addVerb(
    integration,
    'list',
    { summary: 'List integrations', examples: ['--space prod', '--type agent'] },
    async () => (await import('../resource/list-resources.js')).listIntegrations,
  );
  withName(list, 'integrations').option(
    '--type <type>',
    'only integrations of this type: llm, agent or evaluator',
    parseChoice(INTEGRATION_TYPES),
  );
  withOutput(withConnection(withPages(withSpace(list))));
}

const withName = (list: Command, what: string): Command =>
  list.option('-n, --name <text>', `only ${what} whose name contains this text (case-insensitive)`);
