import { Option } from 'commander';
import type { Command } from 'commander';
import { parseChoice, parseIds, parseShare } from '../input/parse-values.js';
import { withConnection, withExamples, withOutput, withPages, withSpace } from './shared-flags.js';
import type { Verb } from './verb.js';

const TASK_TYPES = ['TEMPLATE_EVALUATION', 'CODE_EVALUATION', 'RUN_EXPERIMENT'] as const;
const EVALUATION_TYPES = ['TEMPLATE_EVALUATION', 'CODE_EVALUATION'] as const;

/** The verbs of `ax tasks` for tasks themselves. */
export function addTaskVerbs(program: Command, verb: Verb): void {
  program.commandsGroup('Tasks:');
  addList(program, verb);
  addGet(program, verb);
  addCreate(program, verb);
  addCreateEvaluation(program, verb);
  addCreateRunExperiment(program, verb);
  addUpdate(program, verb);
  addDelete(program, verb);
  addEnsure(program, verb);
}

function addList(program: Command, verb: Verb): void {
  const list = program
    .command('list')
    .description('List tasks')
    .option('--name <text>', 'with this in their name, in any case')
    .option('--project <name-or-id>', 'of this project')
    .option('--dataset <name-or-id>', 'of this dataset')
    .option(
      '--task-type <type>',
      'template_evaluation, code_evaluation or run_experiment',
      parseChoice(TASK_TYPES),
    )
    .action(verb(async () => (await import('../task/list-tasks.js')).listTasks));
  withOutput(withConnection(withPages(withSpace(list))));
  withExamples(list, 'list --space prod', 'list --space prod --task-type run_experiment --all -o tasks.json');
}

function addGet(program: Command, verb: Verb): void {
  const get = program
    .command('get <task>')
    .description('Show a task by name or ID')
    .action(verb(async () => (await import('../task/get-task.js')).getTask));
  withOutput(withConnection(withSpace(get)));
  withExamples(get, 'get Relevance --space prod');
}

function addCreate(program: Command, verb: Verb): void {
  const create = program
    .command('create')
    .description('Create a task of any type')
    .requiredOption('--name <name>', 'unique in the space')
    .requiredOption(
      '--task-type <type>',
      'template_evaluation, code_evaluation or run_experiment',
      parseChoice(TASK_TYPES),
    )
    .option(
      '--run-configuration <json>',
      'how to run the experiment: JSON, @file.json or @- (run_experiment)',
    )
    .action(verb(async () => (await import('../task/create-task.js')).createTask));
  withEvaluation(withTarget(create));
  withOutput(withConnection(withSpace(create)));
  withExamples(
    create,
    'create --name Relevance --task-type template_evaluation --space prod --project chat --evaluators \'[{"evaluator_id": "relevance"}]\' --is-continuous',
    'create --name Answer --task-type run_experiment --space prod --dataset questions --run-configuration @run.json',
  );
}

function addCreateEvaluation(program: Command, verb: Verb): void {
  const create = program
    .command('create-evaluation')
    .description('Create an evaluation task')
    .requiredOption('--name <name>', 'unique in the space')
    .requiredOption(
      '--task-type <type>',
      'template_evaluation or code_evaluation',
      parseChoice(EVALUATION_TYPES),
    )
    .action(verb(async () => (await import('../task/create-evaluation.js')).createEvaluation));
  withEvaluation(withTarget(create));
  withOutput(withConnection(withSpace(create)));
  withExamples(
    create,
    'create-evaluation --name Quality --task-type template_evaluation --space prod --dataset questions --experiment-ids ID1,ID2 --evaluators @evaluators.json',
  );
}

function addCreateRunExperiment(program: Command, verb: Verb): void {
  const create = program
    .command('create-run-experiment')
    .description('Create a task that runs experiments')
    .requiredOption('--name <name>', 'unique in the space')
    .requiredOption('--dataset <name-or-id>', 'dataset to run on')
    .requiredOption('--run-configuration <json>', 'how to run the experiment: JSON, @file.json or @-')
    .action(verb(async () => (await import('../task/create-run-experiment.js')).createRunExperiment));
  withOutput(withConnection(withSpace(create)));
  withExamples(
    create,
    'create-run-experiment --name Answer --space prod --dataset questions --run-configuration @run.json',
  );
}

function addUpdate(program: Command, verb: Verb): void {
  const update = program
    .command('update <task>')
    .description('Change fields of a task')
    .option('-n, --name <name>', 'new name')
    .option('--run-configuration <json>', 'replaces the whole run configuration: JSON, @file.json or @-')
    .action(verb(async () => (await import('../task/update-task.js')).updateTask));
  withEvaluation(update);
  withOutput(withConnection(withSpace(update), { hasShortNamespace: false }));
  withExamples(
    update,
    'update Relevance --space prod --name "Relevance 2" --sampling-rate 0.25',
    'update Relevance --space prod --query-filter ""     # clears the filter',
  );
}

function addDelete(program: Command, verb: Verb): void {
  const remove = program
    .command('delete <task>')
    .description('Delete a task and its runs, for good')
    .option('-f, --force', 'do not ask')
    .action(verb(async () => (await import('../task/delete-task.js')).deleteTask));
  withOutput(withConnection(withSpace(remove)));
  withExamples(remove, 'delete Relevance --space prod --force');
}

function addEnsure(program: Command, verb: Verb): void {
  const ensure = program
    .command('ensure-task <file>')
    .description(
      'Make a task what a file defines: create it, or update what differs (YAML or JSON; - reads standard input)',
    )
    .option('--dry-run', 'only show what would change')
    .action(verb(async () => (await import('../task/ensure-task.js')).ensureTask));
  withOutput(withConnection(ensure));
  withExamples(ensure, 'ensure-task task.yaml --dry-run', 'ensure-task task.yaml -o json');
}

const withTarget = (command: Command): Command => {
  const isCreateEvaluation = command.name() === 'create-evaluation';
  return command
    .option('--project <name-or-id>', 'project to evaluate')
    .option(
      '--dataset <name-or-id>',
      isCreateEvaluation ? 'or: dataset whose experiments to evaluate' : 'or: dataset',
    )
    .option('--experiment-ids <ids>', 'experiments of the dataset, separated by commas', parseIds)
    .option('--no-experiments', 'a dataset task without experiments: let the service decide');
};

const withEvaluation = (command: Command): Command =>
  command
    .option('--evaluators <json>', 'evaluators: JSON array, @file.json or @-')
    .option('--sampling-rate <n>', 'share of the spans to evaluate, 0 to 1 (projects)', parseShare)
    .addOption(
      new Option('--is-continuous', 'run on new spans as they come (projects)').conflicts('continuous'),
    )
    .addOption(new Option('--no-continuous', 'run only when triggered').default(undefined))
    .option('--query-filter <expression>', 'evaluate only what matches')
    .option('--query-filters <json>', 'named filters of a TRACE or SESSION task: JSON, @file.json or @-');
