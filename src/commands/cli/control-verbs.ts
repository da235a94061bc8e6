import type { Command } from 'commander';
import type * as controls from '../control/control-pipeline.js';
import { withConnection, withExamples, withOutput, withRecord } from './shared-flags.js';
import type { Verb } from './verb.js';

/** What can be asked of a pipeline (some of it of a backfill too) while it runs. */
export function addControlVerbs(program: Command, verb: Verb): void {
  program.commandsGroup('Running pipelines:');
  const add = (name: string, description: string, run: keyof typeof controls, example: string): void => {
    const command = program
      .command(name)
      .description(description)
      .action(verb(async () => (await import('../control/control-pipeline.js'))[run]));
    withOutput(withConnection(withRecord(command)));
    withExamples(command, example);
  };
  const id = 'ax-pipeline/nightly/1f0c';
  add(
    'pause <workflow-id>',
    'Start nothing new; what runs goes on',
    'pausePipeline',
    `pause ${id} --reason "quota"`,
  );
  add('resume <workflow-id>', 'Go on after a pause', 'resumePipeline', `resume ${id}`);
  add('skip <workflow-id> <step>', 'Leave a step out that has not ended', 'skipStep', `skip ${id} policy`);
  add(
    'retry <workflow-id> <step>',
    'Try a step again that did not end well',
    'retryStep',
    `retry ${id} score`,
  );
  add(
    'approve <workflow-id> <step>',
    'Say yes to a step that waits for it',
    'approveStep',
    `approve ${id} release`,
  );
  add(
    'reject <workflow-id> <step>',
    'Say no to a step that waits for approval',
    'rejectStep',
    `reject ${id} release --reason "worse on refunds"`,
  );
}
