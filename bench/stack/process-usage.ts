import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second on every machine (USER_HZ). */
const TICK_MS = 10;
/** Of `/proc/<pid>/stat`, counted from the state, which follows the name in brackets. */
const [USER_TIME, SYSTEM_TIME] = [11, 12];

/** Processor time of a process so far, its threads included, in milliseconds. @throws Error without `/proc`. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) * TICK_MS;
}

/** Memory that a process has in use, in bytes. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) * 1024;
}

/** Memory of a process that no other process shares, in bytes. */
export function privateBytes(pid: number): number {
  const sums = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const parts = [...sums.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB/gm)].map(([, kb]) => Number(kb));
  return parts.reduce((sum, kb) => sum + kb, 0) * 1024;
}
