import { Option } from 'commander';
import type { Command } from 'commander';
import { parseChoice, parseSeconds, parseTime } from '../input/parse-values.js';
import { withConnection, withExamples, withOutput, withRecord } from './shared-flags.js';
import type { Verb } from './verb.js';

/** Evaluations that Temporal starts by the calendar. */
export function addScheduleVerbs(program: Command, verb: Verb): void {
  program.commandsGroup('Schedules, backfills and coverage:');
  const schedule = program
    .command('schedule')
    .description('Apply schedule files, see what they did and what they missed')
    .helpCommand(false);
  withExamples(schedule, 'schedule preview nightly.yaml', 'schedule apply nightly.yaml', 'schedule check');
  schedule.commandsGroup('Files:');
  addApply(schedule, verb);
  addPreview(schedule, verb);
  schedule.commandsGroup('Looking:');
  addList(schedule, verb);
  addDescribe(schedule, verb);
  addCheck(schedule, verb);
  schedule.commandsGroup('Acting:');
  addPauseAndResume(schedule, verb);
  addTrigger(schedule, verb);
  addBackfill(schedule, verb);
  addDelete(schedule, verb);
}

function addApply(schedule: Command, verb: Verb): void {
  const apply = schedule
    .command('apply <file...>')
    .description('Make schedules what their files say; shows first what that changes')
    .option('--dry-run', 'only show it')
    .option('-f, --force', 'do not ask where something would be lost')
    .action(verb(async () => (await import('../schedule/apply-schedules.js')).applySchedules));
  withOutput(withConnection(apply));
  withExamples(apply, 'schedule apply nightly.yaml', 'schedule apply schedules/*.yaml --dry-run');
}

function addPreview(schedule: Command, verb: Verb): void {
  const preview = schedule
    .command('preview <file>')
    .description('Show the next ten times of a file with their windows; changes nothing')
    .action(verb(async () => (await import('../schedule/preview-schedule.js')).previewSchedule));
  withOutput(withConnection(preview));
  withExamples(preview, 'schedule preview nightly.yaml');
}

function addList(schedule: Command, verb: Verb): void {
  const list = schedule
    .command('list')
    .description('List the schedules, with how they did in the last day')
    .action(verb(async () => (await import('../schedule/list-schedules.js')).listSchedules));
  withOutput(withConnection(list));
}

function addDescribe(schedule: Command, verb: Verb): void {
  const describe = schedule
    .command('describe <name>')
    .description('Show all about a schedule: times, windows, last results, misses')
    .option('--since <s>', 'how far to look back for misses: 24h, 7d (default: 24h)', parseSeconds)
    .action(verb(async () => (await import('../schedule/describe-schedule.js')).describeSchedule));
  withOutput(withConnection(describe));
  withExamples(describe, 'schedule describe nightly --since 7d');
}

function addCheck(schedule: Command, verb: Verb): void {
  const check = schedule
    .command('check [name...]')
    .description('Say what was missed or failed; for monitoring: exit code 0 all is well, 1 it is not')
    .option('--since <s>', 'how far to look back: 24h, 7d (default: 24h)', parseSeconds)
    .option('--max-behind <s>', 'how far a watermark may be behind: 6h (default: any)', parseSeconds)
    .action(verb(async () => (await import('../schedule/check-schedules.js')).checkSchedules));
  withOutput(withConnection(check));
  withExamples(check, 'schedule check', 'schedule check nightly hourly --since 7d --max-behind 6h -o json');
}

function addPauseAndResume(schedule: Command, verb: Verb): void {
  const add = (name: string, description: string, which: 'pauseSchedule' | 'resumeSchedule'): Command =>
    withOutput(
      withConnection(
        withRecord(
          schedule
            .command(`${name} <name>`)
            .description(description)
            .action(verb(async () => (await import('../schedule/pause-schedule.js'))[which])),
        ),
      ),
    );
  withExamples(
    add('pause', 'Let it fire no more; what runs goes on', 'pauseSchedule'),
    'schedule pause nightly --reason "quota"',
  );
  withExamples(add('resume', 'Let it fire again after a pause', 'resumeSchedule'), 'schedule resume nightly');
}

function addTrigger(schedule: Command, verb: Verb): void {
  const trigger = schedule
    .command('trigger <name>')
    .description('Let it fire now, or as at one of its former times')
    .addOption(new Option('--at <time>', 'that time of the schedule, with zone').argParser(parseTime))
    .action(verb(async () => (await import('../schedule/trigger-schedule.js')).triggerSchedule));
  withOutput(withConnection(trigger));
  withExamples(trigger, 'schedule trigger nightly', 'schedule trigger nightly --at 2026-11-01T05:00:00Z');
}

function addBackfill(schedule: Command, verb: Verb): void {
  const backfill = schedule
    .command('backfill <name>')
    .description('Let it fire for the times of a range that did not fire, or not end well')
    .addOption(
      new Option('--start <time>', 'from this time on, with zone').argParser(parseTime).makeOptionMandatory(),
    )
    .addOption(
      new Option('--end <time>', 'before this time, with zone').argParser(parseTime).makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--overlap <policy>',
        'buffer-all: one after the other (default), or allow: all at once',
      ).argParser(parseChoice(['buffer-all', 'allow'])),
    )
    .option('--again', 'also for the times that ended well')
    .option('-f, --force', 'do not ask')
    .action(verb(async () => (await import('../schedule/backfill-schedule.js')).backfillSchedule));
  withOutput(withConnection(backfill));
  withExamples(backfill, 'schedule backfill nightly --start 2026-11-01T00:00:00Z --end 2026-11-08T00:00:00Z');
}

function addDelete(schedule: Command, verb: Verb): void {
  const remove = schedule
    .command('delete <name>')
    .description('Delete it; what it started goes on')
    .option('--with-watermark', 'forget its watermark too')
    .option('-f, --force', 'do not ask')
    .action(verb(async () => (await import('../schedule/delete-schedule.js')).deleteSchedule));
  withOutput(withConnection(remove));
}
