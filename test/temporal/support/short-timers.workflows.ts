import { sleep } from '@temporalio/workflow';

/** Which is over first: ten timers of 50 ms, one after the other, or one of five seconds. */
export const raceTimers = (): Promise<string> =>
  Promise.race([shortOnes().then(() => 'ten short ones'), sleep(5000).then(() => 'one long one')]);

async function shortOnes(): Promise<void> {
  for (let nth = 0; nth < 10; nth++) await sleep(50);
}
