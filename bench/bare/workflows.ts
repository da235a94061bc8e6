import { proxyActivities } from '@temporalio/workflow';

const { noop } = proxyActivities<{ noop(): Promise<void> }>({ startToCloseTimeout: '1 minute' });

/** The least that a trigger and a look can be on Temporal: what a durable run is compared with. */
export async function twoActivities(): Promise<void> {
  await noop();
  await noop();
}

/** What a window and an item are compared with. */
export async function oneActivity(): Promise<void> {
  await noop();
}
