import type { Backfill } from './backfill.js';

/** Does something beside the main loop, which waits for it before it ends. What fails there is let go. */
export function inBackground(backfill: Backfill, work: () => Promise<unknown>): void {
  backfill.inBackground++;
  const over = (): void => {
    backfill.inBackground--;
    backfill.hasNews = true;
  };
  void work().then(over, over);
}
