/** Does something `count` times, so many at once: as one ends, the next begins. Returns how long it took, in milliseconds. */
export async function inLanes(
  count: number,
  atOnce: number,
  one: (nth: number) => Promise<unknown>,
): Promise<number> {
  const startedMs = performance.now();
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun < count) await one(begun++);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane));
  return performance.now() - startedMs;
}
