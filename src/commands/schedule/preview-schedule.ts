import { settleInWords } from '../../model/schedule/settling.js';
import { notifiesInWords, timesInWords, windowInWords } from '../../model/schedule/schedule-words.js';
import { previewLines } from '../../terminal/views/schedule-preview.js';
import type { CliContext } from '../base/context.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { comingFirings } from './coming-firings.js';
import { probeSchedule } from '../../client/schedule/probe-schedule.js';
import { readSchedules } from './read-schedule.js';

/** Shows the next times of a schedule file with their windows, by Temporal's own calendar; changes nothing. */
export async function previewSchedule(
  context: CliContext,
  options: CallOptions,
  file: string,
): Promise<number> {
  const output = new Output(context, options);
  const [schedule] = await readSchedules([file], context);
  if (schedule === undefined) return EXIT.usage;
  const { definition } = schedule;
  const coming = await withSession(context, options, (session) =>
    probeSchedule(session.client, definition, (probe) => comingFirings(schedule, probe, context.nowMs())),
  );
  const data = {
    name: definition.name,
    times: timesInWords(definition),
    window: windowInWords(definition.window),
    settle: settleInWords(definition.settle),
    notify: notifiesInWords(definition),
    ...coming,
  };
  output.result('schedule-preview', data, (style) => previewLines(data, style));
  return EXIT.success;
}
