/**
 * Waits until something that is bound to happen has happened; the test's own time limit ends it otherwise. It rests
 * several times as long as a look took, since looks at workflows would keep a core busy that the workflow needs.
 */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (;;) {
    const sinceMs = performance.now();
    if (await condition()) return;
    const restMs = Math.min(Math.max(20, 4 * (performance.now() - sinceMs)), 300);
    await new Promise((resolve) => setTimeout(resolve, restMs));
  }
}
