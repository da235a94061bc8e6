import { Option } from 'commander';
import type { Command } from 'commander';
import { EVALUATION_TASK_TYPES, TASK_TYPES } from '../../model/api/task.js';
import { parseChoice, parseIds, parseShare } from '../input/parse-values.js';
import { withConnection } from './connection-flags.js';
import { withForce, withOutput, withPages, withSpace } from './shared-flags.js';
import { addNoun } from './verb.js';
import type { AddVerb } from './verb.js';

/** The verbs of `ax tasks` for tasks themselves. */
export function addTaskVerbs(program: Command, addVerb: AddVerb): void {
  addList(program, addVerb);
  addGet(program, addVerb);
  addCreate(program, addVerb);
  addCreateEvaluation(program, addVerb);
  addCreateRunExperiment(program, addVerb);
  addUpdate(program, addVerb);
  addDelete(program, addVerb);
}

/** Tasks as code, which `ax tasks` does not have. */
export function addTask(program: Command, addVerb: AddVerb): void {
  const task = addNoun(program, 'task', { summary: 'Keep tasks as files', examples: ['ensure task.yaml'] });
  const ensure = addVerb(
    task,
    'ensure <file>',
    {
      summary: 'Create or update a task to match its file',
      details: 'FILE is YAML or JSON; - reads standard input.',
      examples: ['task.yaml --dry-run', 'task.yaml -o json'],
    },
    async () => (await import('../task/ensure-task.js')).ensureTask,
  );
  ensure.option('--dry-run', 'show the changes and make none');
  withOutput(withConnection(ensure));
}

function addList(program: Command, addVerb: AddVerb): void {
  const list = addVerb(
    program,
    'list',
    {
      summary: 'List tasks',
      examples: ['--space prod', '--space prod --task-type run_experiment --all -o tasks.json'],
    },
    async () => (await import('../task/list-tasks.js')).listTasks,
  );
  list
    .option('-n, --name <text>', 'only tasks whose name contains this text (case-insensitive)')
    .option('--project <name-or-id>', 'only tasks of this project')
    .option('--dataset <name-or-id>', 'only tasks of this dataset')
    .option(
      '--task-type <type>',
      'only tasks of this type: template_evaluation, code_evaluation or run_experiment',
      parseChoice(TASK_TYPES),
    );
  withOutput(withConnection(withPages(withSpace(list))));
}

function addGet(program: Command, addVerb: AddVerb): void {
  const get = addVerb(
    program,
    'get <task>',
    { summary: 'Show a task by name or ID', examples: ['Relevance --space prod'] },
    async () => (await import('../task/get-task.js')).getTask,
  );
  withOutput(withConnection(withSpace(get)));
}

function addCreate(program: Command, addVerb: AddVerb): void {
  const create = addVerb(
    program,
    'create',
    {
      summary: 'Create a task of any type',
      examples: [
        '--name Relevance --task-type template_evaluation \\\n--space prod --project chat --is-continuous \\\n--evaluators \'[{"evaluator_id": "relevance"}]\'',
        '--name Answer --task-type run_experiment --space prod \\\n--dataset questions --run-configuration @run.json',
      ],
    },
    async () => (await import('../task/create-task.js')).createTask,
  );
  withName(create)
    .requiredOption(
      '--task-type <type>',
      'template_evaluation, code_evaluation or run_experiment (required)',
      parseChoice(TASK_TYPES),
    )
    .option('--project <name-or-id>', 'project to evaluate')
    .option('--dataset <name-or-id>', 'dataset to evaluate or to run on, instead of a project')
    .option(
      '--run-configuration <json>',
      'JSON object, @file.json or @- (required for run_experiment tasks)',
    );
  withOutput(withConnection(withSpace(withEvaluation(withExperiments(create)))));
}

function addCreateEvaluation(program: Command, addVerb: AddVerb): void {
  const create = addVerb(
    program,
    'create-evaluation',
    {
      summary: 'Create an evaluation task',
      examples: [
        '--name Quality --task-type template_evaluation \\\n--space prod --dataset questions --experiment-ids ID1,ID2 \\\n--evaluators @evaluators.json',
      ],
    },
    async () => (await import('../task/create-evaluation.js')).createEvaluation,
  );
  withName(create)
    .requiredOption(
      '--task-type <type>',
      'template_evaluation or code_evaluation (required)',
      parseChoice(EVALUATION_TASK_TYPES),
    )
    .option('--project <name-or-id>', 'project to evaluate')
    .option('--dataset <name-or-id>', 'dataset whose experiments to evaluate, instead of a project');
  withOutput(withConnection(withSpace(withEvaluation(withExperiments(create)))));
}

function addCreateRunExperiment(program: Command, addVerb: AddVerb): void {
  const create = addVerb(
    program,
    'create-run-experiment',
    {
      summary: 'Create a task that runs experiments',
      examples: ['--name Answer --space prod \\\n--dataset questions --run-configuration @run.json'],
    },
    async () => (await import('../task/create-run-experiment.js')).createRunExperiment,
  );
  withName(create)
    .requiredOption('--dataset <name-or-id>', 'dataset to run on (required)')
    .requiredOption('--run-configuration <json>', 'JSON object, @file.json or @- (required)');
  withOutput(withConnection(withSpace(create)));
}

function addUpdate(program: Command, addVerb: AddVerb): void {
  const update = addVerb(
    program,
    'update <task>',
    {
      summary: 'Change fields of a task',
      details: 'Pass at least one field. --query-filter "" removes the filter.',
      examples: ['Relevance --space prod --sampling-rate 0.25', 'Relevance --space prod --query-filter ""'],
    },
    async () => (await import('../task/update-task.js')).updateTask,
  );
  update
    .option('-n, --name <name>', 'new name')
    .option('--run-configuration <json>', 'new run configuration: JSON object, @file.json or @-');
  withOutput(withConnection(withSpace(withEvaluation(update))));
}

function addDelete(program: Command, addVerb: AddVerb): void {
  const remove = addVerb(
    program,
    'delete <task>',
    {
      summary: 'Delete a task and its runs permanently',
      examples: ['Relevance --space prod --force'],
    },
    async () => (await import('../task/delete-task.js')).deleteTask,
  );
  withOutput(withConnection(withSpace(withForce(remove))));
}

const withName = (command: Command): Command =>
  command.requiredOption('-n, --name <name>', 'task name, unique within the space (required)');

const withExperiments = (command: Command): Command =>
  command
    .option('--experiment-ids <ids>', 'comma-separated experiment IDs (dataset tasks only)', parseIds)
    .option('--no-experiments', 'create a dataset task without experiment IDs');

const withEvaluation = (command: Command): Command =>
  command
    .option('--evaluators <list>', 'names or IDs with commas, or a JSON array, @file.json or @-')
    .option('--sampling-rate <n>', 'fraction of spans to evaluate, 0 to 1 (project tasks only)', parseShare)
    .addOption(
      new Option('--is-continuous', 'run on new spans as they arrive (project tasks only)').conflicts(
        'continuous',
      ),
    )
    .addOption(new Option('--no-continuous', 'run only when triggered').default(undefined))
    .option('--query-filter <expression>', 'evaluate only data that matches this filter')
    .option(
      '--query-filters <json>',
      'named filters of a TRACE or SESSION task: JSON object, @file.json or @-',
    );
