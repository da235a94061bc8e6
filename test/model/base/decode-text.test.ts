import { expect, test } from 'vitest';
import { decodeText } from '../../../src/model/base/decode-text.js';

const TEXT = 'name: café\n';

test.each([
  ['UTF-16, little endian, with its mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), 'UTF-16'],
  ['UTF-16, big endian, with its mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16(), 'UTF-16'],
  ['UTF-16 without its mark', Buffer.from(TEXT, 'utf16le'), 'UTF-16'],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x6e, 0, 0, 0]), 'UTF-32'],
  ['Latin-1', Buffer.from(TEXT, 'latin1'), 'Latin-1'],
])('a file in %s is refused by the name of its encoding', (_, bytes, name) => {
  expect(decodeText(bytes)).toEqual({ problem: expect.stringContaining(name) as string });
});

test.each([
  [TEXT, TEXT],
  [`\ufeff${TEXT}`, TEXT],
  ['', ''],
  ['x', 'x'],
])('a file in UTF-8 is its text without a byte order mark', (text, expected) => {
  expect(decodeText(Buffer.from(text))).toEqual({ text: expected });
});
