import { runTable } from '../../terminal/views/run-views.js';
import type { CliContext } from '../base/context.js';
import { requireSpace, spaceOf } from '../input/space.js';
import type { SpaceOption } from '../input/space.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { listPages, moreHint } from '../session/list-pages.js';
import type { PageOptions } from '../session/list-pages.js';
import { showRuns } from '../session/names.js';
import { withSession } from '../session/session.js';

export interface ListRunsOptions extends CallOptions, SpaceOption, PageOptions {
  status?: string;
}

export async function listRuns(context: CliContext, options: ListRunsOptions, task: string): Promise<number> {
  const space = spaceOf(options, context);
  requireSpace('The task', task, space);
  const output = new Output(context, options);
  const request = { task, ...space, ...(options.status === undefined ? {} : { status: options.status }) };
  const page = await withSession(context, options, async (session) => {
    const found = await listPages(session, 'listRuns', request, options, (line) => output.warn(line));
    return { ...found, items: await showRuns(session, found.items) };
  });
  output.result('task-runs', page, (style) => runTable(page.items, style, context.nowMs()));
  output.note(...moreHint(page.nextCursor));
  return 0;
}
