import { taskTable } from '../../terminal/views/task-views.js';
import type { CliContext } from '../base/context.js';
import { requireSpace, spaceOf } from '../input/space.js';
import type { SpaceOption } from '../input/space.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { listPages, moreHint } from '../session/list-pages.js';
import type { PageOptions } from '../session/list-pages.js';
import { showTasks } from '../session/names.js';
import { withSession } from '../session/session.js';

export interface ListTasksOptions extends CallOptions, SpaceOption, PageOptions {
  name?: string;
  project?: string;
  dataset?: string;
  taskType?: string;
}

export async function listTasks(context: CliContext, options: ListTasksOptions): Promise<number> {
  const { name, project, dataset, taskType } = options;
  const space = spaceOf(options, context);
  requireSpace('The project', project, space);
  requireSpace('The dataset', dataset, space);
  const output = new Output(context, options);
  const request = {
    ...space,
    ...(name === undefined ? {} : { name }),
    ...(project === undefined ? {} : { project }),
    ...(dataset === undefined ? {} : { dataset }),
    ...(taskType === undefined ? {} : { type: taskType }),
  };
  const page = await withSession(context, options, async (session) => {
    const found = await listPages(session, 'listTasks', request, options, (line) => output.warn(line));
    return { ...found, items: await showTasks(session, found.items) };
  });
  output.result('tasks', page, (style) => taskTable(page.items, style, context.nowMs()));
  output.note(...moreHint(page.nextCursor));
  return 0;
}
