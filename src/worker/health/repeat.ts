/** Does something again and again, with a rest after each time. */
export interface Repetition {
  stop(): Promise<void>;
}

/** `work` says how long to rest, and must not throw; its signal ends it early. The rests do not keep the process alive. */
export function repeat(work: (stopped: AbortSignal) => Promise<number>): Repetition {
  const stopped = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const next = (): void => {
    running = work(stopped.signal).then((restMs) => {
      if (!stopped.signal.aborted) timer = setTimeout(next, restMs).unref();
    });
  };
  next();
  return {
    stop: async () => {
      stopped.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
