import { afterAll, beforeAll, describe } from 'vitest';
import { AxClient } from '../../../src/ax/index.js';
import { loadAxConfig } from '../../../src/config/load-config.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index.js';
import { readsAsTheContractSays, type Service } from './conformance.js';

const NOBODYS_KEY = 'key-that-nobody-has';

describe.each<[string, SimulatorOptions]>([
  ['upper case', {}],
  ['legacy case', { wireCase: 'legacy' }],
])('our client and the simulator, in %s', (_title, options) => {
  let simulator: Simulator;
  let service: Service;
  beforeAll(async () => {
    simulator = await startSimulator({ seed: 7, ...options });
    const { baseUrl, apiKey } = simulator;
    const common = { baseUrl, preReleaseWarning: false, wireCase: options.wireCase ?? 'upper' };
    service = {
      client: new AxClient({ ...common, apiKey }),
      stranger: new AxClient({ ...common, apiKey: NOBODYS_KEY }),
    };
  });
  afterAll(async () => {
    await Promise.all([service.client.close(), service.stranger.close()]);
    await simulator.close();
  });
  readsAsTheContractSays(() => service);
});

// Against the account of whoever runs it: reads alone, and only when asked for.
const isLive = process.env['AX_CONTRACT_LIVE'] === '1' && process.env['ARIZE_API_KEY'] !== undefined;

describe.runIf(isLive)('our client and the real service', () => {
  let service: Service;
  beforeAll(() => {
    const config = { ...loadAxConfig(), preReleaseWarning: false };
    service = { client: new AxClient(config), stranger: new AxClient({ ...config, apiKey: NOBODYS_KEY }) };
  });
  afterAll(async () => {
    await Promise.all([service.client.close(), service.stranger.close()]);
  });
  readsAsTheContractSays(() => service);
});
