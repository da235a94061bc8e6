import { once } from 'node:events';
import { createServer } from 'node:net';

/** Everything of the cluster listens on the loopback interface alone. */
export const IP = '127.0.0.1';

/** Below the ports that systems give to connections: Temporal's schema for PostgreSQL has no room for larger ones. */
const [LOWEST, HIGHEST] = [20_000, 32_000];

/** A port in which a member of the cluster can be found by the others, and that was free a moment ago. */
export async function freeMembershipPort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, IP);
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
