import type { Command } from 'commander';
import { withExamples, withOutput } from './shared-flags.js';
import type { Verb } from './verb.js';

/** What is done with pipeline files without a Temporal server. */
export function addFileVerbs(program: Command, verb: Verb): void {
  const validate = program
    .command('validate <file...>')
    .description('Check pipeline files: everything that is wrong, with line and column; nothing is started')
    .action(verb(async () => (await import('../pipeline/validate.js')).validate));
  withOutput(withInputs(validate));
  withExamples(validate, 'validate pipeline.yaml', 'validate pipelines/*.yaml -o json');
}

/** The flags that give a pipeline its inputs. */
export const withInputs = (command: Command): Command =>
  command
    .option('--input <name=value>', 'gives an input of the pipeline; may be repeated', collect)
    .option('--inputs <file>', 'gives inputs from a mapping in YAML or JSON (- reads standard input)');

const collect = (value: string, before: string[] = []): string[] => [...before, value];
