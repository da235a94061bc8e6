import { EXIT } from '../../model/temporal/exit-codes.js';
import type { Output } from '../base/output.js';
import type { Started, StartOptions } from '../../client/start.js';
import { definedOnly } from '../../model/base/objects.js';
import type { Session } from '../session/session.js';
import { nextCommands } from '../watch/watch-to-end.js';

/** The end of a command that only starts a pipeline. */
export function leaveRunning(
  session: Session,
  { handle: { workflowId }, how }: Pick<Started<never, unknown>, 'how'> & { handle: { workflowId: string } },
  name: string,
  output: Output,
  more: object = {},
): number {
  const data = { name, workflowId, uiUrl: session.uiUrl(workflowId), attached: how !== 'started', ...more };
  output.result('pipeline-started', data, () => [workflowId]);
  output.note(...nextCommands(workflowId, session));
  return EXIT.success;
}

/** The workflow ID and the UI link of a started pipeline. */
export const placeLines = (session: Session, workflowId: string): string[] => {
  const uiUrl = session.uiUrl(workflowId);
  return [`  workflow     ${workflowId}`, ...(uiUrl === null ? [] : [`  Temporal UI  ${uiUrl}`])];
};

/** How a command starts a pipeline. */
export const startOptionsOf = (
  session: Session,
  { key }: { key?: string },
): StartOptions & { key?: string } => ({ ...session, ...definedOnly({ key }) });
