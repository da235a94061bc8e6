/** Environment variables, handed in by the caller: this room reads none itself. */
export type Environment = Readonly<Record<string, string | undefined>>;
