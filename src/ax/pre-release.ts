const TEXT =
  'The tasks API of Arize AX is a pre-release: it may change without notice. DISABLE_PRERELEASE_WARNING=true silences this.';

let warned = false;

/** Says once in a process's life that the API is not final (contract section 2, row 2). */
export function warnOncePerProcess(warn: (text: string) => void): void {
  if (warned) return;
  warned = true;
  warn(TEXT);
}
