import { Option } from 'commander';
import type { Command } from 'commander';
import { parseChoice, parseSeconds } from '../input/parse-values.js';
import { withConnection } from './connection-flags.js';
import { withForce, withOutput, withRecord } from './shared-flags.js';
import { addNoun } from './verb.js';
import type { AddVerb } from './verb.js';

/** Evaluations that Temporal starts by the calendar. */
export function addSchedule(program: Command, addVerb: AddVerb): void {
  const schedule = addNoun(program, 'schedule', {
    summary: 'Apply schedule files and inspect schedules',
    examples: ['preview nightly.yaml', 'apply nightly.yaml', 'check'],
  });
  schedule.commandsGroup('Files:');
  addApply(schedule, addVerb);
  addPreview(schedule, addVerb);
  schedule.commandsGroup('Inspect:');
  addList(schedule, addVerb);
  addDescribe(schedule, addVerb);
  addCheck(schedule, addVerb);
  schedule.commandsGroup('Control:');
  addPauseAndResume(schedule, addVerb);
  addTrigger(schedule, addVerb);
  addBackfill(schedule, addVerb);
  addDelete(schedule, addVerb);
}

function addApply(schedule: Command, addVerb: AddVerb): void {
  const apply = addVerb(
    schedule,
    'apply <file...>',
    {
      summary: 'Create or update schedules to match their files',
      details:
        'Shows the changes first, and asks for confirmation if one loses something. Everything that the files name is looked up first; if something is missing, nothing is applied.',
      examples: ['nightly.yaml', 'schedules/*.yaml --dry-run'],
    },
    async () => (await import('../schedule/apply-schedules.js')).applySchedules,
  );
  apply
    .option('--dry-run', 'show the changes and make none')
    .addOption(new Option('--no-check', 'apply without looking up what the files name'));
  withOutput(withConnection(withForce(apply)));
}

function addPreview(schedule: Command, addVerb: AddVerb): void {
  const preview = addVerb(
    schedule,
    'preview <file>',
    {
      summary: 'Show the next ten times of a schedule file and their windows',
      examples: ['nightly.yaml'],
    },
    async () => (await import('../schedule/preview-schedule.js')).previewSchedule,
  );
  withOutput(withConnection(preview));
}

function addList(schedule: Command, addVerb: AddVerb): void {
  const list = addVerb(
    schedule,
    'list',
    { summary: 'List schedules and their results of the last day', examples: ['', '-o csv'] },
    async () => (await import('../schedule/list-schedules.js')).listSchedules,
  );
  withOutput(withConnection(list));
}

function addDescribe(schedule: Command, addVerb: AddVerb): void {
  const describe = addVerb(
    schedule,
    'describe <name>',
    {
      summary: 'Show the times, windows, results and misses of a schedule',
      examples: ['nightly --since 7d'],
    },
    async () => (await import('../schedule/describe-schedule.js')).describeSchedule,
  );
  describe.option('--since <s>', 'how far back to look for misses: 24h, 7d (default: 24h)', parseSeconds);
  withOutput(withConnection(describe));
}

function addCheck(schedule: Command, addVerb: AddVerb): void {
  const check = addVerb(
    schedule,
    'check [name...]',
    {
      summary: 'Report what schedules missed or failed, for monitoring',
      details: 'Exits with 1 if it finds a problem.',
      examples: ['', 'nightly hourly --since 7d --max-behind 6h -o json', '--notify-receivers'],
    },
    async () => (await import('../schedule/check-schedules.js')).checkSchedules,
  );
  check
    .option('--since <s>', 'how far back to look: 24h, 7d (default: 24h)', parseSeconds)
    .option('--max-behind <s>', 'how far a watermark may be behind: 6h, 2d (default: no limit)', parseSeconds)
    .option('--notify-receivers', 'notify the receivers of each schedule, once for each miss');
  withOutput(withConnection(check));
}

function addPauseAndResume(schedule: Command, addVerb: AddVerb): void {
  const pause = addVerb(
    schedule,
    'pause <name>',
    {
      summary: 'Pause a schedule; running work continues',
      examples: ['nightly --reason "out of quota"'],
    },
    async () => (await import('../schedule/pause-schedule.js')).pauseSchedule,
  );
  const resume = addVerb(
    schedule,
    'resume <name>',
    { summary: 'Resume a paused schedule', examples: ['nightly'] },
    async () => (await import('../schedule/pause-schedule.js')).resumeSchedule,
  );
  for (const command of [pause, resume]) withOutput(withConnection(withRecord(command)));
}

function addTrigger(schedule: Command, addVerb: AddVerb): void {
  const trigger = addVerb(
    schedule,
    'trigger <name>',
    {
      summary: 'Run a schedule now, or for one of its past times',
      examples: ['nightly', 'nightly --at 2026-11-01T05:00:00Z'],
    },
    async () => (await import('../schedule/trigger-schedule.js')).triggerSchedule,
  );
  trigger.option('--at <time>', 'the past time to run it for (local: in its time zone)');
  withOutput(withConnection(trigger));
}

function addBackfill(schedule: Command, addVerb: AddVerb): void {
  const backfill = addVerb(
    schedule,
    'backfill <name>',
    {
      summary: 'Run a schedule for past times that were missed or failed',
      examples: ['nightly \\\n--start 2026-11-01T00:00:00Z --end 2026-11-08T00:00:00Z'],
    },
    async () => (await import('../schedule/backfill-schedule.js')).backfillSchedule,
  );
  backfill
    .option('--start <time>', 'start of the range')
    .option('--end <time>', 'end of the range, exclusive')
    .option('--window <window>', 'range in one word, such as yesterday or last-week')
    .addOption(
      new Option(
        '--overlap <policy>',
        'buffer-all (one after another) or allow (all at once) (default: buffer-all)',
      ).argParser(parseChoice(['buffer-all', 'allow'])),
    )
    .option('--again', 'include times that succeeded (default: only the others)');
  withOutput(withConnection(withForce(backfill)));
}

function addDelete(schedule: Command, addVerb: AddVerb): void {
  const remove = addVerb(
    schedule,
    'delete <name>',
    {
      summary: 'Delete a schedule; running work continues',
      examples: ['nightly', 'nightly --with-watermark --force'],
    },
    async () => (await import('../schedule/delete-schedule.js')).deleteSchedule,
  );
  remove.option('--with-watermark', 'also delete its watermark');
  withOutput(withConnection(withForce(remove)));
}
