/**
 * The text of a file in UTF-8, without its byte order mark; null for any other encoding, whose name is then `problem`:
 * `is UTF-16, not UTF-8: save it as UTF-8`.
 */
export function decodeText(bytes: Uint8Array): { text: string } | { problem: string } {
  const other = otherEncoding(bytes);
  if (other !== null) return { problem: `is ${other}, not UTF-8: save it as UTF-8` };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { problem: 'is not UTF-8 (perhaps Latin-1 or Windows-1252): save it as UTF-8' };
  }
}

/** By the byte order mark, or by the zeros of a text that begins with an ASCII character. */
function otherEncoding(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  const isWide = bytes.length >= 4;
  if (
    isWide &&
    ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff))
  )
    return 'UTF-32';
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 'UTF-16';
  if (a === 0x1f && b === 0x8b) return 'compressed (gzip)';
  if (bytes.length < 2) return null;
  const zeros = [a, b, c, d].filter((byte) => byte === 0).length;
  if (isWide && zeros === 3) return 'UTF-32';
  return zeros > 0 && (a === 0) !== (b === 0) ? 'UTF-16' : null;
}
