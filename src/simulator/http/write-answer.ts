import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultAnswer } from '../scripts/faults.js';

/** An answer ready to go out. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const GARBAGE = '<<<\u0000 not json {"status": ';

/** Sends an answer as it is. */
export function writeAnswer(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  const length = status === 204 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...headers, ...length });
  response.end(body);
}

/** Sends an answer in the broken way that a fault asks for. Says whether it went out whole. */
export async function writeFaultyAnswer(
  response: ServerResponse,
  answer: HttpAnswer,
  fault: FaultAnswer,
): Promise<boolean> {
  switch (fault.kind) {
    case 'respond':
      writeAnswer(response, replacement(fault));
      return true;
    case 'redirect':
      writeAnswer(response, { status: fault.status ?? 302, headers: { location: fault.location }, body: '' });
      return true;
    case 'garbage':
      writeAnswer(response, { ...answer, body: GARBAGE });
      return true;
    case 'extend':
      writeAnswer(response, extended(answer, fault.members));
      return true;
    case 'half':
      return writeHalf(response, answer, fault.bytes);
    case 'endless':
      return writeEndless(response, answer);
    case 'trickle':
      return writeSlowly(response, answer, fault.bytesPerSecond ?? 1);
    case 'drop':
      dropConnection(response, fault.reset ?? false);
      return false;
  }
}

/** Closes the connection without an answer. */
export function dropConnection(response: ServerResponse, reset: boolean): void {
  const { socket } = response;
  if (reset) socket?.resetAndDestroy();
  else socket?.destroy();
}

function replacement(fault: FaultAnswer & { readonly kind: 'respond' }): HttpAnswer {
  const { status, headers = {}, body = '' } = fault;
  const plain = typeof body === 'string';
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  return {
    status,
    headers: plain ? headers : { 'content-type': type, ...headers },
    body: plain ? body : JSON.stringify(body),
  };
}

function extended(answer: HttpAnswer, members: Readonly<Record<string, unknown>>): HttpAnswer {
  const whole = JSON.parse(answer.body === '' ? '{}' : answer.body) as object;
  return { ...answer, body: JSON.stringify({ ...whole, ...members }) };
}

function writeHalf(response: ServerResponse, answer: HttpAnswer, bytes: number | undefined): boolean {
  const whole = Buffer.from(answer.body);
  const part = whole.subarray(0, bytes ?? Math.floor(whole.length / 2));
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(whole.length) });
  response.flushHeaders();
  response.write(part, () => response.socket?.destroy());
  return false;
}

async function writeEndless(response: ServerResponse, answer: HttpAnswer): Promise<boolean> {
  response.writeHead(answer.status, answer.headers);
  response.write('{"padding":"');
  const filler = 'x'.repeat(64 * 1024);
  while (!response.destroyed) {
    if (!response.write(filler)) await drained(response);
  }
  return false;
}

async function writeSlowly(
  response: ServerResponse,
  answer: HttpAnswer,
  bytesPerSecond: number,
): Promise<boolean> {
  const whole = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(whole.length) });
  for (let at = 0; at < whole.length && !response.destroyed; at += 1) {
    response.write(whole.subarray(at, at + 1));
    await sleep(1_000 / bytesPerSecond, undefined, { ref: false });
  }
  if (response.destroyed) return false;
  response.end();
  return true;
}

async function drained(response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
}
