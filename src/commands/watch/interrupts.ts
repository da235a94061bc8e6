/** A wrapper such as npm passes on what the whole process group received: within this the same signal is its echo. */
const ECHO_MS = 500;

/** What a parent of ours sends over the channel instead of a signal, so that a child can tell it from its own. */
export interface PassedOn {
  readonly passedOn: NodeJS.Signals;
}

/**
 * Signals as something that can be waited for. The second one ends the process at once; a signal to the process group
 * counts once, though a parent passes it on as well.
 */
export class Interrupts {
  readonly #signals: readonly NodeJS.Signals[];
  readonly #onFirst: (signal: NodeJS.Signals) => void;
  readonly #exitCode: number;
  #received = 0;
  #passedOn = 0;
  #last: { signal: NodeJS.Signals; atMs: number } | null = null;

  constructor(
    onFirst: (signal: NodeJS.Signals) => void,
    exitCode: number,
    signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'],
  ) {
    this.#onFirst = onFirst;
    this.#exitCode = exitCode;
    this.#signals = signals;
    for (const signal of this.#signals) process.on(signal, this.#onSignal);
    process.on('message', this.#onMessage);
    // Listening to messages would keep the process alive for as long as its parent lives; others may want it to.
    if (process.listenerCount('message') === 1) process.channel?.unref();
  }

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    const atMs = performance.now();
    const isEcho = this.#last?.signal === signal && atMs - this.#last.atMs < ECHO_MS;
    this.#last = { signal, atMs };
    if (isEcho) return;
    this.#received += 1;
    if (this.#received > this.#passedOn) this.#act(this.#received, signal);
  };

  readonly #onMessage = (message: unknown): void => {
    const { passedOn } = (message ?? {}) as Partial<PassedOn>;
    if (passedOn === undefined || !this.#signals.includes(passedOn)) return;
    this.#passedOn += 1;
    if (this.#passedOn > this.#received) this.#act(this.#passedOn, passedOn);
  };

  #act(count: number, signal: NodeJS.Signals): void {
    if (count > 1) process.exit(this.#exitCode);
    this.#onFirst(signal);
  }

  close(): void {
    for (const signal of this.#signals) process.off(signal, this.#onSignal);
    process.off('message', this.#onMessage);
  }
}
