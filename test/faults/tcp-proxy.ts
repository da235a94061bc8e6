import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Towards the server, or back towards the client. */
export type Direction = 'up' | 'down';

/** One connection through a proxy. */
export interface ProxiedConnection {
  readonly client: Socket;
  readonly server: Socket;
}

/**
 * Sees the bytes of a connection before they are passed on, and says which of them are; null passes nothing on. Called
 * for one piece after the other.
 */
export type Tap = (connection: ProxiedConnection, direction: Direction, bytes: Buffer) => Buffer | null;

const passAll: Tap = (_connection, _direction, bytes) => bytes;

/** A TCP proxy on the loopback interface that can hold back bytes, in one direction or in both, and break connections. */
export class TcpProxy {
  readonly #server: Server;
  readonly #connections = new Set<ProxiedConnection>();
  readonly #paused = new Set<Direction>();
  readonly #tap: Tap;

  private constructor(target: { readonly host: string; readonly port: number }, tap: Tap) {
    this.#tap = tap;
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client, target));
  }

  /** `target` is `host:port`. */
  static async start(target: string, tap: Tap = passAll): Promise<TcpProxy> {
    const at = target.lastIndexOf(':');
    const proxy = new TcpProxy({ host: target.slice(0, at), port: Number(target.slice(at + 1)) }, tap);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** `host:port` for clients. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Holds back what comes in that direction, of connections to come as well, until `resume`. Nothing is lost meanwhile. */
  pause(...directions: readonly Direction[]): void {
    for (const direction of directions) this.#paused.add(direction);
    for (const connection of this.#connections) this.#apply(connection);
  }

  resume(): void {
    this.#paused.clear();
    for (const connection of this.#connections) this.#apply(connection);
  }

  /** Breaks every connection by RST; what was held back is lost. */
  cut(): void {
    for (const connection of this.#connections) breakOff(connection);
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket, target: { readonly host: string; readonly port: number }): void {
    const server = connect({ ...target, allowHalfOpen: true });
    const connection = { client, server };
    this.#connections.add(connection);
    this.#pipe(connection, 'up');
    this.#pipe(connection, 'down');
    this.#apply(connection);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => breakOff(connection));
      socket.on('close', () => this.#connections.delete(connection));
    }
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroySoon());
  }

  #pipe(connection: ProxiedConnection, direction: Direction): void {
    const [from, to] = ends(connection, direction);
    from.on('data', (bytes: Buffer) => {
      const passed = this.#tap(connection, direction, bytes);
      if (passed === null || passed.length === 0 || to.destroyed || to.write(passed)) return;
      from.pause();
      to.once('drain', () => this.#apply(connection));
    });
    from.on('end', () => to.end());
  }

  #apply(connection: ProxiedConnection): void {
    for (const direction of ['up', 'down'] as const) {
      const [from] = ends(connection, direction);
      if (this.#paused.has(direction)) from.pause();
      else from.resume();
    }
  }
}

const ends = ({ client, server }: ProxiedConnection, direction: Direction): readonly [Socket, Socket] =>
  direction === 'up' ? [client, server] : [server, client];

function breakOff({ client, server }: ProxiedConnection): void {
  if (!client.destroyed) client.resetAndDestroy();
  if (!server.destroyed) server.resetAndDestroy();
}
