import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DurableServer } from './durable-server.js';
import { HttpCut } from './http-cut.js';
import { ProductSubject } from './product-subject.js';
import type { Breakable } from './rounds.js';
import type { Service } from './service.js';
import { TcpProxy } from './tcp-proxy.js';
import type { TrialStage } from './trial-result.js';

/** A worker of its own with proxies to both of its sides. */
export interface Lane extends Breakable, TrialStage {
  close(): Promise<void>;
}

/** A Temporal server with a client that nothing stands in the way of. */
export interface Site {
  readonly server: DurableServer;
  readonly client: Client;
  close(): Promise<void>;
}

export async function startSite(executable: string, folder: string, name: string): Promise<Site> {
  const server = await DurableServer.start(executable, folder, name);
  const connection = await Connection.connect({ address: server.address });
  return {
    server,
    client: new Client({ connection }),
    close: async () => {
      await connection.close();
      await server.stop();
    },
  };
}

export async function startProductLane(
  name: string,
  { server, client }: Site,
  service: Service,
  folder: string,
): Promise<Lane> {
  const cut = new HttpCut({ keepsConnections: false });
  const axProxy = await TcpProxy.start(new URL(service.simulator.baseUrl).host, cut.tap);
  const temporalProxy = await TcpProxy.start(server.address);
  const subject = new ProductSubject({
    client,
    temporalAddress: temporalProxy.address,
    axBaseUrl: `http://${axProxy.address}`,
    apiKey: service.simulator.apiKey,
    taskQueue: `faults-${name}`,
    logFile: join(folder, `worker-${name}.log`),
  });
  await subject.revive();
  return {
    subject,
    cut,
    service,
    server,
    temporalProxy,
    close: async () => {
      await subject.kill();
      await Promise.all([axProxy.close(), temporalProxy.close()]);
    },
  };
}
