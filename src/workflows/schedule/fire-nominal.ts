import type { NominalRule } from '../../model/schedule/schedule.js';
import { steady } from '../shared/activities.js';
import { isCancelled } from './is-cancelled.js';
import type { Firing } from './firing.js';
import { tell } from './firing.js';
import { fireWindow } from './fire-window.js';

/** Evaluates what the nominal time stands for, in pieces where it is longer than 30 days; once where the work takes no window. */
export async function fireNominal(firing: Firing, rule: NominalRule | null): Promise<void> {
  if (rule === null) {
    firing.total = 1;
    await fireWindow(firing, null);
    return;
  }
  tell(firing, 'preparing', null);
  const { nominalMs } = firing;
  const { windows } = await steady.windowsOfFiring({ rule, nominalMs, provenMs: null });
  firing.total = windows.length;
  if (windows.length === 0) firing.notes.push("the zone's clock left its window out");
  for (const window of windows) {
    if (isCancelled()) return;
    await fireWindow(firing, window);
  }
}
