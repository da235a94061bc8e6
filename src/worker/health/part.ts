/** What one part of a worker's health is, and why. Everyone who reaches the port reads it: no key, no names, no content. */
export interface Part {
  ok: boolean;
  reason: string;
  /** When it was last known to work, ISO 8601; null: never yet. Absent if the part is not asked over a network. */
  lastOkAt?: string | null;
}

/** The parts by name, in the order in which they are shown. */
export type Parts = Readonly<Record<string, Part>>;

export const timeText = (atMs: number | null): string | null =>
  atMs === null ? null : new Date(atMs).toISOString();
