import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../../activities/index.js';

const STEADY_RETRY = { initialInterval: 1000, backoffCoefficient: 2, maximumInterval: 60_000 };

/** Windows, plans and the watermark: tried until they answer. */
export const preparing = proxyActivities<
  Pick<Activities, 'windowsOfFiring' | 'planPipeline' | 'readWatermark' | 'advanceWatermark'>
>({ startToCloseTimeout: 45_000, retry: STEADY_RETRY });
