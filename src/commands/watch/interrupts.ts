/** Ctrl-C (and SIGTERM) as something that can be waited for. The second one ends the process at once. */
export class Interrupts {
  readonly #signals = ['SIGINT', 'SIGTERM'] as const;
  readonly #onFirst: () => void;
  #count = 0;

  constructor(onFirst: () => void, exitCode: number) {
    this.#onFirst = onFirst;
    this.#exitCode = exitCode;
    for (const signal of this.#signals) process.on(signal, this.#handle);
  }

  readonly #exitCode: number;

  readonly #handle = (): void => {
    this.#count += 1;
    if (this.#count > 1) process.exit(this.#exitCode);
    this.#onFirst();
  };

  close(): void {
    for (const signal of this.#signals) process.off(signal, this.#handle);
  }
}
