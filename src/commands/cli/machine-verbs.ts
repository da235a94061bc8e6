import { Option } from 'commander';
import type { Command } from 'commander';
import { parsePort, parseSeconds } from '../input/parse-values.js';
import { withConnection } from './connection-flags.js';
import { withOutput, withServingOutput } from './shared-flags.js';
import { addNoun } from './verb.js';
import type { AddVerb } from './verb.js';

/** What runs on this machine, and what is set up once. */
export function addMachineVerbs(program: Command, addVerb: AddVerb): void {
  addWorker(program, addVerb);
  addDev(program, addVerb);
  addDoctor(program, addVerb);
  addDemo(program, addVerb);
  addTemporalServer(program, addVerb);
  addSimulator(program, addVerb);
  addSearchAttributes(program, addVerb);
  addEncryption(program, addVerb);
}

function addWorker(program: Command, addVerb: AddVerb): void {
  const worker = addVerb(
    program,
    'worker',
    {
      summary: 'Run a worker',
      details: 'Only workers need ARIZE_API_KEY. Ctrl-C stops it after its current work.',
      examples: ['', '--address temporal.example:7233 --namespace prod'],
    },
    async () => (await import('../machine/worker.js')).worker,
  );
  withServingOutput(withConnection(worker));
}

function addDev(program: Command, addVerb: AddVerb): void {
  const dev = addVerb(
    program,
    'dev',
    {
      summary: 'Run Temporal and a worker on this machine',
      details: 'Needs ARIZE_API_KEY. The state is kept in a file between runs.',
      examples: ['      # then, in another terminal: ax-tasks list', '--in-memory'],
    },
    async () => (await import('../machine/dev.js')).dev,
  );
  withServer(dev).option('--task-queue <name>', 'task queue of the worker (env: AX_TASKS_TASK_QUEUE)');
  withServingOutput(dev);
}

function addDoctor(program: Command, addVerb: AddVerb): void {
  const doctor = addVerb(
    program,
    'doctor',
    {
      summary: 'Check Temporal, the worker and its API key',
      details: 'Changes nothing. Exits with 0 if all checks pass.',
      examples: ['', '--address temporal.example:7233 -o json'],
    },
    async () => (await import('../machine/doctor/doctor.js')).doctor,
  );
  doctor.option(
    '--timeout <s>',
    'maximum time to wait for the worker: seconds, or 1m (default: 15s)',
    parseSeconds,
  );
  withOutput(withConnection(doctor));
}

function addDemo(program: Command, addVerb: AddVerb): void {
  const demo = addVerb(
    program,
    'demo',
    {
      summary: 'Run a demo; needs no account',
      details: 'Uses a simulated service, takes less than a minute, and kills the worker halfway.',
      examples: ['', '--stay'],
    },
    async () => (await import('../machine/demo/demo.js')).demo,
  );
  demo
    .option('--keep', 'keep the log files and print their folder')
    .option('--stay', 'leave everything running until Ctrl-C');
  withServingOutput(demo);
}

function addTemporalServer(program: Command, addVerb: AddVerb): void {
  const server = addVerb(
    program,
    'temporal-server',
    { summary: 'Run a Temporal server on this machine', examples: ['', '--port 7234 --in-memory'] },
    async () => (await import('../machine/temporal-server.js')).temporalServer,
  );
  withServingOutput(withServer(server));
}

const withServer = (command: Command): Command =>
  command
    .option('--port <n>', 'port of the Temporal service', parsePort, 7233)
    .option('--ui-port <n>', 'port of the Temporal UI (default: 8233, or a free port)', parsePort)
    .addOption(
      new Option('--db-filename <file>', 'file that keeps the state').default(
        '.ax-tasks/temporal.db',
        '.ax-tasks/temporal.db',
      ),
    )
    .addOption(
      new Option('--synchronous <when>', 'what a power cut may lose: full, nothing; normal, the last seconds')
        .choices(['full', 'normal'])
        .default('full', 'full'),
    )
    .addOption(new Option('--in-memory', 'keep the state in memory only').conflicts('dbFilename'))
    .addOption(new Option('--namespace <name>', 'Temporal namespace').default('default', 'default'));

function addSimulator(program: Command, addVerb: AddVerb): void {
  addVerb(
    program,
    'simulator',
    {
      summary: 'Serve a simulated Arize AX over HTTP',
      details: 'Prints one line of JSON when it is ready, and keeps its state in memory.',
      examples: ['--port 8080 --run-seconds 2'],
    },
    async () => (await import('../machine/simulator.js')).simulator,
  )
    .allowUnknownOption()
    .allowExcessArguments()
    .addHelpText('after', SIMULATOR_FLAGS);
}

// The simulator reads its flags itself; these are the ones that most people need.
const SIMULATOR_FLAGS = `
  --port <n>         port on 127.0.0.1 (default: a free port)
  --seed <n>         seed of all IDs and counts (default: 1)
  --run-seconds <s>  duration of a run (default: 6)
  --looks <n>        end a run after this number of polls instead
  --api-key <key>    API key that clients must send (default: ak-simulator)`;

function addSearchAttributes(program: Command, addVerb: AddVerb): void {
  const attributes = addNoun(program, 'search-attributes', {
    summary: 'List or create custom search attributes',
    details: 'Workflows set them if AX_TASKS_SEARCH_ATTRIBUTES is on.',
    examples: ['list', 'create'],
  });
  const list = addVerb(
    attributes,
    'list',
    {
      summary: 'List the search attributes and whether they exist',
      details: 'Exits with 4 if one is missing in the namespace.',
      examples: [''],
    },
    async () => (await import('../machine/search-attributes.js')).listSearchAttributes,
  );
  const create = addVerb(
    attributes,
    'create',
    { summary: 'Create the missing search attributes', examples: ['--namespace prod'] },
    async () => (await import('../machine/search-attributes.js')).createSearchAttributes,
  );
  for (const command of [list, create]) withOutput(withConnection(command));
}

function addEncryption(program: Command, addVerb: AddVerb): void {
  const encryption = addNoun(program, 'encryption', {
    summary: 'Create encryption keys and decrypt payloads',
    examples: ['new-key', 'codec-server'],
  });
  addVerb(
    encryption,
    'new-key',
    {
      summary: 'Print a new line for the encryption key file',
      examples: ['> keys.txt     # under umask 077'],
    },
    async () => (await import('../machine/encryption/new-encryption-key.js')).newEncryptionKey,
  ).option('--id <id>', 'key ID, stored with each payload (default: date and four letters)');
  const server = addVerb(
    encryption,
    'codec-server',
    {
      summary: 'Serve decrypted payloads to the Temporal UI',
      examples: ['--ui-origin https://temporal-ui.example'],
    },
    async () => (await import('../machine/encryption/codec-server.js')).codecServer,
  );
  withServingOutput(withCodecServer(server));
}

const withCodecServer = (command: Command): Command =>
  command
    .option('--port <n>', 'port to listen on, 0 for a free port', parsePort, 8888)
    .addOption(
      new Option('--host <address>', 'address to listen on; anyone who reaches it can decrypt').default(
        '127.0.0.1',
        '127.0.0.1',
      ),
    )
    .addOption(
      new Option('--ui-origin <url>', 'origin of the Temporal UI').default(
        'http://localhost:8233',
        'http://localhost:8233',
      ),
    );
