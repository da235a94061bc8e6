import type { Cut } from './kinds/kind.js';
import type { ProxiedConnection, Tap } from './tcp-proxy.js';

interface Watched {
  cut: Cut | null;
  connection: ProxiedConnection | null;
  request: Buffer;
  /** Milliseconds since 1970; null before. */
  atPointMs: number | null;
  isAnswered: boolean;
  isDelivered: boolean;
  readonly keepsConnections: boolean;
}

const TRIGGER = /^POST \/v2\/tasks\/([^/]+)\/trigger HTTP/;
const LENGTH = /^content-length: *(\d+)/im;

/**
 * Knows the trigger requests that pass a proxy, by their task, and cuts the first one of a task where it was told to.
 * A request must begin a piece of its own, as those of HTTP clients that do not pipeline do.
 */
export class HttpCut {
  readonly #watched = new Map<string, Watched>();
  readonly #keepsConnections: boolean;

  /** `keepsConnections`: the client does not close the connection of a trigger after the answer. */
  constructor({ keepsConnections }: { readonly keepsConnections: boolean }) {
    this.#keepsConnections = keepsConnections;
  }

  /** Cuts the task's next trigger there; null only watches it. */
  watch(taskId: string, cut: Cut | null): void {
    this.#watched.set(encodeURIComponent(taskId), {
      cut,
      connection: null,
      request: Buffer.alloc(0),
      atPointMs: null,
      isAnswered: false,
      isDelivered: false,
      keepsConnections: this.#keepsConnections,
    });
  }

  forget(taskId: string): void {
    const key = encodeURIComponent(taskId);
    const watched = this.#watched.get(key);
    this.#watched.delete(key);
    if (watched !== undefined && watched.atPointMs !== null) watched.connection?.client.resetAndDestroy();
  }

  /** When the trigger was stopped where it was to be cut, in milliseconds since 1970; null before. */
  atPointMs(taskId: string): number | null {
    return this.#watched.get(encodeURIComponent(taskId))?.atPointMs ?? null;
  }

  /** The client has taken the trigger's answer in whole. */
  isDelivered(taskId: string): boolean {
    return this.#watched.get(encodeURIComponent(taskId))?.isDelivered ?? false;
  }

  readonly tap: Tap = (connection, direction, bytes) => {
    if (direction === 'up') this.#begin(connection, bytes);
    const watched = this.#of(connection);
    if (watched === undefined) return bytes;
    return direction === 'up' ? passRequest(watched, bytes) : passReply(watched, bytes);
  };

  #of(connection: ProxiedConnection): Watched | undefined {
    for (const watched of this.#watched.values()) if (watched.connection === connection) return watched;
    return undefined;
  }

  #begin(connection: ProxiedConnection, bytes: Buffer): void {
    const [, task] = TRIGGER.exec(bytes.toString('latin1', 0, 300)) ?? [];
    if (task === undefined) return this.#release(connection, bytes);
    const watched = this.#watched.get(task);
    if (watched === undefined || watched.connection !== null) return;
    watched.connection = connection;
  }

  // On a connection that is kept alive another request may follow.
  #release(connection: ProxiedConnection, bytes: Buffer): void {
    if (!/^(GET|POST|PATCH|DELETE) \//.test(bytes.toString('latin1', 0, 10))) return;
    const before = this.#of(connection);
    if (before !== undefined && before.cut === null) before.connection = null;
  }
}

function passRequest(watched: Watched, bytes: Buffer): Buffer | null {
  const { cut } = watched;
  if (cut === 'no-byte') {
    watched.atPointMs = Date.now();
    return null;
  }
  return cut === 'half-request' ? passHalf(watched, bytes) : bytes;
}

/** Passes the head and half of the body, once all of it is here. */
function passHalf(watched: Watched, bytes: Buffer): Buffer | null {
  if (watched.atPointMs !== null) return null;
  watched.request = Buffer.concat([watched.request, bytes]);
  const headEnd = watched.request.indexOf('\r\n\r\n') + 4;
  if (headEnd < 4) return null;
  const length = Number(LENGTH.exec(watched.request.toString('latin1', 0, headEnd))?.[1] ?? 0);
  if (watched.request.length < headEnd + length) return null;
  watched.atPointMs = Date.now();
  return watched.request.subarray(0, headEnd + Math.floor(length / 2));
}

function passReply(watched: Watched, bytes: Buffer): Buffer | null {
  if (watched.cut === 'half-reply' || watched.cut === 'half-reply-then-reset')
    return passHalfReply(watched, bytes);
  const { connection } = watched;
  // The product closes the connection of a trigger once it has read the answer; others keep it.
  if (!watched.isAnswered && !watched.keepsConnections)
    connection?.client.once('close', () => (watched.isDelivered = true));
  watched.isAnswered = true;
  connection?.client.write(bytes, () => (watched.isDelivered ||= watched.keepsConnections));
  return null;
}

function passHalfReply(watched: Watched, bytes: Buffer): Buffer | null {
  if (watched.atPointMs !== null) return null;
  watched.atPointMs = Date.now();
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  if (watched.cut === 'half-reply') return half;
  watched.connection?.client.write(half, () => watched.connection?.client.resetAndDestroy());
  return null;
}
