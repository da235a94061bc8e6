/** A 32-bit hash of a text (FNV-1a): the same in every process, so that it may be part of a name. */
export const hash32 = (text: string): number =>
  [...text].reduce(
    (hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619),
    0x811c9dc5,
  ) >>> 0;
