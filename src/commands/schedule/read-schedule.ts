import { readFile } from 'node:fs/promises';
import { decodeText } from '../../model/base/decode-text.js';
import { dirname, resolve } from 'node:path';
import { scheduleId } from '../../model/temporal/names.js';
import { parseSchedule } from '../../files/schedule/parse-schedule.js';
import type { ParsedSchedule } from '../../files/schedule/parse-schedule.js';
import type { CliContext } from '../base/context.js';
import { usageError } from '../base/cli-error.js';
import { readSpec } from '../input/read-spec.js';

/** A schedule with its file. */
export interface ReadSchedule extends ParsedSchedule {
  text: string;
  fileName: string;
}

/** The schedules of some files (`-` is standard input), all checked before anything is done. */
export async function readSchedules(files: readonly string[], context: CliContext): Promise<ReadSchedule[]> {
  const schedules: ReadSchedule[] = [];
  const fileOf = new Map<string, string>();
  for (const file of files) {
    const schedule = await readSchedule(file, context);
    const id = scheduleId(schedule.definition.name);
    const other = fileOf.get(id);
    if (other !== undefined)
      throw usageError(`${other} and ${file} both define the schedule ${id}: use different names.`);
    fileOf.set(id, file);
    schedules.push(schedule);
  }
  return schedules;
}

/** Files that a schedule names are found from its own folder. */
async function readSchedule(file: string, context: CliContext): Promise<ReadSchedule> {
  const text = await readSpec('schedule', file, context);
  const folder = file === '-' ? '.' : dirname(file);
  const fileName = file === '-' ? 'stdin' : file;
  const parsed = await parseSchedule(text, fileName, context.env, (path) => readNamed(resolve(folder, path)));
  return { ...parsed, text, fileName };
}

async function readNamed(path: string): Promise<string> {
  const decoded = decodeText(await readFile(path));
  if ('problem' in decoded) throw new Error(`it ${decoded.problem}`);
  return decoded.text;
}
