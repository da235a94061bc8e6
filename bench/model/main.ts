import { markdownTable } from '../../test/faults/markdown-table.js';
import { committedCounts } from '../counts/counts-file.js';
import { actionsAMonth, type TeamLoad } from './cloud-month.js';

/** The table of docs/scale.md: a team's month of Actions, by the committed counts. */
const TEAM: TeamLoad = {
  pipelinesADay: 200,
  experimentSteps: 1,
  evaluationSteps: 1,
  firingsAMinute: 5,
  backfillWindows: 50_000,
};
const WINDOWS = 60;

const counts = await committedCounts();
const countOf = (name: string): number => {
  const found = counts[name];
  if (found === undefined) throw new Error(`bench/counts.json has no ${name}`);
  return found.count;
};
const each = {
  evaluation: countOf('evaluation by name: Actions'),
  experiment: countOf('experiment by ID: Actions'),
  window: countOf(`backfill of ${WINDOWS} windows: Actions`) / WINDOWS,
};
const month = actionsAMonth(TEAM, each);
const text = (value: number): string => Math.round(value).toLocaleString('en-US');
const rows = [
  ['what', 'Actions of one', 'Actions a month'],
  [
    '200 pipelines a day, of an experiment and its evaluation',
    text(month.pipelines / (200 * 30)),
    text(month.pipelines),
  ],
  [
    '5 firings a minute, each of one evaluation',
    text(month.schedules / (5 * 1440 * 30)),
    text(month.schedules),
  ],
  ['a backfill of 50,000 windows', each.window.toFixed(2), text(month.backfills)],
  ['all', '', text(month.total)],
];
process.stdout.write(`${markdownTable(rows).join('\n')}\n`);
