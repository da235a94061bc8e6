import { Option } from 'commander';
import type { Command } from 'commander';
import { REPORT_FORMATS } from '../report/report-target.js';
import { withConnection, withExamples } from './shared-flags.js';
import type { Verb } from './verb.js';

/** Results as documents. */
export function addReport(program: Command, verb: Verb): void {
  const report = program
    .command('report <workflow-id>')
    .description('Tell how it ended, as a page, JUnit XML, Markdown or JSON (also of a kept result.json)')
    .addOption(
      new Option(
        '-o, --output <where>',
        'html, junit, markdown or json for standard output, or a file (.html, .xml, .md, .json)',
      ),
    )
    .addOption(
      new Option('--format <format>', 'where the file’s name does not tell it').choices(REPORT_FORMATS),
    )
    .addOption(new Option('--debug', 'show where an error comes from'))
    .action(verb(async () => (await import('../report/show-report.js')).showReport));
  withConnection(report);
  withExamples(
    report,
    'report ax-pipeline/nightly/0f3c9a',
    'report ax-pipeline/nightly/0f3c9a -o junit.xml',
    'report result.json -o markdown',
  );
}
