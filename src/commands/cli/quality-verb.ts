import type { Command } from 'commander';
import { parseCount, parseTrendBy } from '../input/parse-values.js';
import { withConnection } from './connection-flags.js';
import { withOutput, withSpace } from './shared-flags.js';
import type { AddVerb } from './verb.js';

/** `quality TASK`: what the evaluations of a task said over time. */
export function addQuality(program: Command, addVerb: AddVerb): void {
  const quality = addVerb(
    program,
    'quality <task>',
    {
      summary: 'Show what the evaluations of a task said over time',
      details:
        'Shows what was kept of each evaluated window. Spans are read only with --read,\nor if --by is an attribute.',
      examples: [
        'Relevance --space prod',
        'Relevance --space prod --window last-week --by label',
        'Relevance --space prod --by attributes.llm.model_name',
        'Relevance --space prod --html quality.html -o quality.csv',
      ],
    },
    async () => (await import('../quality/show-quality.js')).showQuality,
  );
  quality
    .option('--start <time>', 'start of the range (default: 30 days before its end)')
    .option('--end <time>', 'end of the range (default: now)')
    .option('--window <window>', 'range in one word, such as yesterday or last-week')
    .option('--time-zone <name>', 'time zone of times given and shown (default: UTC)')
    .option(
      '--slice <length>',
      'length of a point: 15m, 1h, 1d, 1w, 1mo (default: 1d; 1h if the range is two days or less)',
    )
    .option(
      '--by <what>',
      'evaluator (default), label, kind, status_code, or an attribute, such as attributes.llm.model_name',
      parseTrendBy,
    )
    .option('--evaluation <name>', 'only the evaluation of this name')
    .option('--read', 'read the spans of slices of which nothing is known')
    .option('--max-requests <n>', 'maximum requests for each slice that is read (default: 200)', parseCount)
    .option('--html <file>', 'also write an HTML page with charts');
  withOutput(withConnection(withSpace(quality)));
}
