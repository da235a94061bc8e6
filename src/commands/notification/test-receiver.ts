import { testReceiver as send } from '../../client/notification/notices.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { deliveryLine } from '../../terminal/views/notification-view.js';
import type { CliContext } from '../base/context.js';
import { CliError, usageError } from '../base/cli-error.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { untilInterrupted } from '../session/run-operation.js';
import { withSession } from '../session/session.js';
import { RECEIVER_NAME } from '../../model/notification/notify-rules.js';

/** Sends a test through a worker and prints what the receiver said. */
export async function testReceiver(
  context: CliContext,
  options: CallOptions,
  receiver: string,
): Promise<number> {
  if (!RECEIVER_NAME.test(receiver))
    throw usageError(
      `${JSON.stringify(receiver)} is not the name of a receiver, expected at most 60 letters, digits, _ and -`,
    );
  const output = new Output(context, options);
  const delivery = await withSession(context, options, ({ client, taskQueue }) =>
    untilInterrupted((signal) =>
      send(client, receiver, { taskQueue, signal, notify: (line) => output.warn(line) }),
    ),
  );
  if (delivery === undefined || !delivery.delivered) {
    const why = delivery?.delivered === false ? delivery.why : 'the worker did not say what became of it';
    throw new CliError(`The test did not reach the receiver "${receiver}": ${why}`, {
      exitCode: EXIT.failed,
      code: 'NoticeUndelivered',
    });
  }
  output.result('notification-test', delivery, () => [deliveryLine(delivery)]);
  return EXIT.success;
}
