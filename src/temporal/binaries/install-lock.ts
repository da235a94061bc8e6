import { link, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const beatMs = 2_000;
/** A lock this old has no holder, even when a process has its number: it may come from another container or boot. */
const staleAfterMs = 15_000;
const lookAgainMs = 200;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Creates the lock together with its content, so that nobody ever sees a lock without a holder. */
async function tryAcquire(lockPath: string): Promise<boolean> {
  const own = `${lockPath}.${process.pid}`;
  await writeFile(own, String(process.pid));
  try {
    await link(own, lockPath);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

async function holderIsGone(lockPath: string): Promise<boolean> {
  const [text, found] = await Promise.all([
    readFile(lockPath, 'utf8').catch(() => null),
    stat(lockPath).catch(() => null),
  ]);
  if (text === null || found === null) return false;
  return !isAlive(Number(text)) || Date.now() - found.mtimeMs > staleAfterMs;
}

function keepFresh(lockPath: string): () => void {
  const touch = () => void utimes(lockPath, new Date(), new Date()).catch(() => {});
  const beat = setInterval(touch, beatMs);
  return () => clearInterval(beat);
}

/**
 * Runs the work while holding a lock file that other processes respect; a lock whose holder died is taken over.
 *
 * Two processes that take over the same dead lock in the same instant may both do the work. The work must bear that
 * (here: a second download, moved into place atomically).
 *
 * @param onWait called once when another process holds the lock.
 */
export async function withInstallLock<T>(
  lockPath: string,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(lockPath), { recursive: true });
  let waiting = false;
  while (!(await tryAcquire(lockPath))) {
    if (await holderIsGone(lockPath)) {
      await rm(lockPath, { force: true });
      continue;
    }
    if (!waiting) onWait();
    waiting = true;
    await sleep(lookAgainMs);
  }
  const stopBeating = keepFresh(lockPath);
  try {
    return await work();
  } finally {
    stopBeating();
    await rm(lockPath, { force: true });
  }
}
