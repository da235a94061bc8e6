import { Option } from 'commander';
import type { Command } from 'commander';
import { parsePort, parseSeconds } from '../input/parse-values.js';
import { withConnection, withExamples, withOutput } from './shared-flags.js';
import { addEncryptionVerbs } from './encryption-verbs.js';
import type { Verb } from './verb.js';

/** What runs on this machine: worker, servers, checks. */
export function addMachineVerbs(program: Command, verb: Verb): void {
  program.commandsGroup('This machine:');
  addDemo(program, verb);
  addDev(program, verb);
  addWorker(program, verb);
  addSimulator(program, verb);
  addTemporalServer(program, verb);
  addDoctor(program, verb);
  addSearchAttributes(program, verb);
  addEncryptionVerbs(program, verb);
}

function addDemo(program: Command, verb: Verb): void {
  const demo = program
    .command('demo')
    .description('Show the whole thing on a pretend service: no account, no key, under a minute')
    .option('--keep', 'keep the logs of the processes and say where they are')
    .option('--stay', 'leave everything running at the end, until Ctrl-C')
    .action(verb(async () => (await import('../machine/demo/demo.js')).demo));
  withOutput(demo);
}

function addDev(program: Command, verb: Verb): void {
  const dev = program
    .command('dev')
    .description('Temporal kept in a file and a worker, on this machine, against the real service')
    .action(verb(async () => (await import('../machine/dev.js')).dev));
  withServer(dev);
  dev.option('--task-queue <name>', 'queue of the worker (AX_TASKS_TASK_QUEUE)');
  withOutput(dev);
  withExamples(dev, 'dev     # needs ARIZE_API_KEY; then, in another terminal: ax-tasks list');
}

function addWorker(program: Command, verb: Verb): void {
  const worker = program
    .command('worker')
    .description('Run the worker: it alone needs ARIZE_API_KEY')
    .action(verb(async () => (await import('../machine/worker.js')).worker));
  withOutput(withConnection(worker));
}

function addSimulator(program: Command, verb: Verb): void {
  program
    .command('simulator')
    .description('Serve a pretend Arize AX over HTTP')
    .allowUnknownOption()
    .allowExcessArguments()
    .addHelpText('after', SIMULATOR_FLAGS)
    .action(verb(async () => (await import('../machine/simulator.js')).simulator));
}

// The simulator reads its flags itself; these are the ones that most people need.
const SIMULATOR_FLAGS = `
  --port <n>          port on 127.0.0.1 (default: a free one)
  --seed <n>          seed of all ids and counts (default: 1)
  --run-seconds <s>   how long a run takes (default: 6)
  --looks <n>         a run ends after so many looks at it instead
  --api-key <key>     key that clients must send (default: ak-simulator)

It prints one line of JSON when it is ready, and keeps everything in memory.`;

function addTemporalServer(program: Command, verb: Verb): void {
  const server = program
    .command('temporal-server')
    .description('Run only the embedded Temporal server')
    .action(verb(async () => (await import('../machine/temporal-server.js')).temporalServer));
  withOutput(withServer(server));
}

const withServer = (command: Command): Command =>
  command
    .option('--port <n>', 'port of the Temporal service', parsePort, 7233)
    .option('--ui-port <n>', 'port of its web interface (default: 8233, or a free one)', parsePort)
    .option('--db-filename <file>', 'file that keeps everything', '.ax-tasks/temporal.db')
    .addOption(new Option('--in-memory', 'keep nothing').conflicts('dbFilename'))
    .option('-n, --namespace <name>', 'Temporal namespace', 'default');

function addDoctor(program: Command, verb: Verb): void {
  const doctor = program
    .command('doctor')
    .description('Check Temporal, the worker and its key, and say what to do')
    .option('--timeout <s>', 'how long to wait for the worker’s answer (default: 15)', parseSeconds)
    .action(verb(async () => (await import('../machine/doctor/doctor.js')).doctor));
  withOutput(withConnection(doctor));
}

function addSearchAttributes(program: Command, verb: Verb): void {
  const attributes = program
    .command('search-attributes')
    .description('Show the custom search attributes, which AX_TASKS_SEARCH_ATTRIBUTES=on sets')
    .option('--create', 'create those that the namespace does not have')
    .action(
      verb(async () => (await import('../machine/search-attributes/search-attributes.js')).searchAttributes),
    );
  withOutput(withConnection(attributes));
}
