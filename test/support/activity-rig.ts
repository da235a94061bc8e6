import { createActivities } from '../../src/activities/index.js';
import type { Activities } from '../../src/activities/index.js';
import { AxClient } from '../../src/ax/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { Simulator, SimulatorOptions } from '../../src/simulator/index.js';

/** A simulator whose runs advance by looks, and the activities on it. */
export interface ActivityRig {
  simulator: Simulator;
  ax: AxClient;
  activities: Activities;
  stop(): Promise<void>;
}

export async function startActivityRig(options: SimulatorOptions = {}): Promise<ActivityRig> {
  const simulator = await startSimulator({ advance: { by: 'looks', looks: 3 }, ...options });
  const { baseUrl, apiKey } = simulator;
  const ax = new AxClient({ baseUrl, apiKey, preReleaseWarning: false, honorsRetryAfter: false });
  const stop = async (): Promise<void> => {
    await ax.close();
    await simulator.close();
  };
  return { simulator, ax, activities: createActivities({ ax }), stop };
}
