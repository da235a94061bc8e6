import type { Backfill } from './backfill.js';

/** Does something beside the main loop, which waits for it before it ends. What fails there is let go. */
export function beside(backfill: Backfill, work: () => Promise<unknown>): void {
  backfill.beside++;
  const over = (): void => {
    backfill.beside--;
    backfill.hasNews = true;
  };
  void work().then(over, over);
}
