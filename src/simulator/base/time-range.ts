/** Whether a time is in the half-open range of a script. */
export function startsWithin(
  { from, until }: { readonly from?: string; readonly until?: string },
  timeMs: number,
): boolean {
  return (
    (from === undefined || timeMs >= Date.parse(from)) && (until === undefined || timeMs < Date.parse(until))
  );
}
