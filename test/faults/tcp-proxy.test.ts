import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../support/until.js';
import { HttpCut } from './http-cut.js';
import { TcpProxy, type Tap } from './tcp-proxy.js';

let server: Server;
let proxy: TcpProxy | null;
let received: string;
let sockets: Socket[];

/** A server that keeps what it gets and says "pong" to each "ping". */
beforeEach(async () => {
  received = '';
  sockets = [];
  proxy = null;
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      received += bytes.toString();
      if (bytes.toString().startsWith('ping')) socket.write('pong');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  await proxy?.close();
  for (const socket of sockets) socket.destroy();
  server.close();
});

async function throughProxy(
  tap?: Tap,
): Promise<{ socket: Socket; heard: () => string; hasEnded: () => boolean }> {
  proxy ??= await TcpProxy.start(`127.0.0.1:${(server.address() as AddressInfo).port}`, tap);
  const socket = connect(Number(proxy.address.split(':').at(-1)), '127.0.0.1');
  let heard = '';
  let ended = false;
  socket.on('data', (bytes: Buffer) => (heard += bytes.toString()));
  socket.on('error', () => undefined).on('close', () => (ended = true));
  await once(socket, 'connect');
  return { socket, heard: () => heard, hasEnded: () => ended };
}

describe('a TCP proxy', () => {
  test('passes bytes both ways', async () => {
    const { socket, heard } = await throughProxy();
    socket.write('ping');
    await until(() => heard() === 'pong');
    expect(received).toBe('ping');
  });

  test('holds back one way, and gives everything when it is resumed', async () => {
    const { socket, heard } = await throughProxy();
    socket.write('ping');
    await until(() => heard() === 'pong');
    proxy?.pause('down');
    socket.write('ping');
    await until(() => received === 'pingping');
    expect(heard()).toBe('pong');
    proxy?.resume();
    await until(() => heard() === 'pongpong');
  });

  test('holds back connections that come later, too', async () => {
    const first = await throughProxy();
    proxy?.pause('up', 'down');
    const second = await throughProxy();
    second.socket.write('ping');
    proxy?.resume();
    await until(() => second.heard() === 'pong');
    first.socket.destroy();
  });

  test('breaks connections, and what it held back is lost', async () => {
    const { socket, hasEnded } = await throughProxy();
    proxy?.pause('up');
    socket.write('ping');
    proxy?.cut();
    await until(hasEnded);
    proxy?.resume();
    expect(received).toBe('');
  });
});

const BODY = '{"max_spans":1}';
const requestOf = (task: string): string =>
  `POST /v2/tasks/${encodeURIComponent(task)}/trigger HTTP/1.1\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;

describe('cutting a trigger', () => {
  let cut: HttpCut;
  beforeEach(() => (cut = new HttpCut({ keepsConnections: true })));

  test('before its first byte', async () => {
    cut.watch('T=1', 'no-byte');
    const { socket } = await throughProxy(cut.tap);
    socket.write(requestOf('T=1'));
    await until(() => cut.atPointMs('T=1') !== null);
    expect(received).toBe('');
  });

  test('in the middle of its body, however it comes', async () => {
    cut.watch('T=1', 'half-request');
    const { socket } = await throughProxy(cut.tap);
    const whole = requestOf('T=1');
    socket.write(whole.slice(0, 70));
    await until(() => sockets.length === 1);
    socket.write(whole.slice(70));
    await until(() => cut.atPointMs('T=1') !== null && received !== '');
    expect(whole.startsWith(received)).toBe(true);
    expect(received.length).toBe(whole.length - Math.ceil(BODY.length / 2));
  });

  test('in the middle of its reply, by a reset', async () => {
    cut.watch('T=1', 'half-reply-then-reset');
    const { socket, hasEnded, heard } = await throughProxy(cut.tap);
    socket.write(requestOf('T=1'));
    await until(() => received !== '');
    sockets[0]?.write('HTTP/1.1 201 Created');
    await until(hasEnded);
    expect('HTTP/1.1 201 Created'.startsWith(heard())).toBe(true);
    expect(heard().length).toBeLessThanOrEqual(10);
  });

  test('of that task alone, and only the first', async () => {
    cut.watch('T=1', 'no-byte');
    const other = await throughProxy(cut.tap);
    other.socket.write(requestOf('T=2'));
    await until(() => received === requestOf('T=2'));
    const first = await throughProxy(cut.tap);
    first.socket.write(requestOf('T=1'));
    await until(() => cut.atPointMs('T=1') !== null);
    const second = await throughProxy(cut.tap);
    second.socket.write(requestOf('T=1'));
    await until(() => received === requestOf('T=2') + requestOf('T=1'));
  });

  test('is over when it is forgotten: the connection is reset', async () => {
    cut.watch('T=1', 'no-byte');
    const { socket, hasEnded } = await throughProxy(cut.tap);
    socket.write(requestOf('T=1'));
    await until(() => cut.atPointMs('T=1') !== null);
    cut.forget('T=1');
    await until(hasEnded);
  });

  test('one that is only watched is delivered', async () => {
    cut.watch('T=1', null);
    const { socket, heard } = await throughProxy(cut.tap);
    socket.write(requestOf('T=1'));
    await until(() => received !== '');
    expect(cut.isDelivered('T=1')).toBe(false);
    sockets[0]?.write('HTTP/1.1 201 Created');
    await until(() => cut.isDelivered('T=1'));
    await until(() => heard() === 'HTTP/1.1 201 Created');
  });
});
