import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { DIRECT } from '../connection/connection-settings.js';

const lookAgainMs = 40;
const callTimeoutMs = 2_000;

/** Whether something listens there. */
export async function accepts(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function answers(address: string, namespace: string): Promise<boolean> {
  const connection = Connection.lazy({ address, channelArgs: DIRECT });
  try {
    const call = () => connection.workflowService.describeNamespace({ namespace });
    await connection.withDeadline(Date.now() + callTimeoutMs, call);
    return true;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}

/** Waits until the server at the address answers gRPC and knows the namespace, or until the signal ends the wait. */
export async function waitUntilReady(
  at: { readonly ip: string; readonly port: number; readonly namespace: string },
  signal: AbortSignal,
): Promise<void> {
  const isReady = async () =>
    // A refused gRPC connection is only tried again after a second; a refused socket costs nothing.
    (await accepts(at.ip, at.port)) && (await answers(`${at.ip}:${at.port}`, at.namespace));
  while (!(await isReady())) await sleep(lookAgainMs, undefined, { signal });
}
