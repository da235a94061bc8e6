/** An order that changes how many runs may be under way; a pause and a cancel are orders of none. Times in milliseconds since 1970. */
export interface Order {
  readonly name: 'resize' | 'pause' | 'resume' | 'cancel';
  readonly limit: number;
  readonly askedMs: number;
  /** When the backfill had answered that it obeys. */
  readonly answeredMs: number;
}

/** How many runs may be under way from a moment on. */
export interface Bound {
  readonly fromMs: number;
  readonly limit: number;
}

/** The bounds in force, in order: more may begin as soon as it was asked for, fewer once that was answered. */
export function boundsOf(limit: number, orders: readonly Order[]): readonly Bound[] {
  const bounds: Bound[] = [{ fromMs: 0, limit }];
  for (const order of orders) {
    const before = bounds.at(-1)?.limit ?? limit;
    bounds.push({ fromMs: order.limit > before ? order.askedMs : order.answeredMs, limit: order.limit });
  }
  return bounds;
}
