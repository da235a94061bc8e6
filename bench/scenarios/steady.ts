import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../stack/stack.js';

/** What waiting costs while nothing ends. */
export interface Steady {
  readonly requestsPerSecond: number;
  readonly serverCores: number | null;
  readonly workerCores: number;
}

/** Measures for that long. `poller` is the processor time, so far, of the process that waits. */
export async function steady(
  { service, temporal }: Stack,
  poller: () => number,
  ms: number,
): Promise<Steady> {
  const [sinceSeq, serverMs, pollerMs, startedMs] = [
    await service.lastSeq(),
    temporal.cpuMs(),
    poller(),
    performance.now(),
  ];
  await sleep(ms);
  const [serverNow, tookMs] = [temporal.cpuMs(), performance.now() - startedMs];
  const workerCores = (poller() - pollerMs) / tookMs;
  const { requests } = await service.journal(sinceSeq);
  return {
    requestsPerSecond: (requests.length / tookMs) * 1000,
    serverCores: serverNow === null || serverMs === null ? null : (serverNow - serverMs) / tookMs,
    workerCores,
  };
}
