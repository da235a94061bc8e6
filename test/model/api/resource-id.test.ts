import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isResourceId,
  isSendableId,
  kindOfId,
  markedId,
  MAX_ID_LENGTH,
  referenceTo,
} from '../../../src/model/api/resource-id.js';

const encode = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

describe('an ID', () => {
  test.each([
    ['T25saW5lVGFzazo0NTpxUndY', 'OnlineTask'],
    [encode('TaskRun:99:aB3d'), 'TaskRun'],
    [encode('Model:1'), 'Model'],
    [encode('Space:12345678901234567890:x=/+'), 'Space'],
  ])('%s is one, of kind %s', (text, kind) => {
    expect(isResourceId(text)).toBe(true);
    expect(kindOfId(text)).toBe(kind);
  });

  test.each([
    '',
    'staging6',
    'safety 86',
    'nightly',
    'T25saW5lVGFzazo0NTpxUndY ',
    'T25saW5lVGFzazo0NTpxUndY\n',
    'T25saW5lVGFzazo0NTpxUnd',
    'T25saW5lVGFzazo0NTpxUnd-',
    encode('Model:1').replace('=', ''),
    encode('no colon'),
    encode('Kind:'),
    encode('Kind:x1'),
    encode(':1'),
    encode('Kind 2:1'),
    encode('Kind:1:'),
    encode('Kind:1:a b'),
    encode('Kind:1\n'),
    encode(`Kind:1:${'x'.repeat(MAX_ID_LENGTH)}`),
    'task_abc123',
  ])('%j is a name', (text) => {
    expect(isResourceId(text)).toBe(false);
    expect(kindOfId(text)).toBeNull();
  });

  test('whatever has a kind, a number and perhaps a salt is one', () => {
    const kind = fc.stringMatching(/^[A-Za-z]{1,20}$/);
    const salt = fc.option(fc.stringMatching(/^[!-~]{1,30}$/));
    fc.assert(
      fc.property(kind, fc.nat(), salt, (name, number, end) => {
        const id = encode(`${name}:${number}${end === null ? '' : `:${end}`}`);
        expect(kindOfId(id)).toBe(name);
        expect(isSendableId(id)).toBe(true);
        expect(referenceTo(id)).toBe(id);
      }),
    );
  });

  test('agrees with a decoder on every text of base64', () => {
    fc.assert(
      fc.property(fc.base64String({ maxLength: 80 }), (text) => {
        const decoded = Buffer.from(text, 'base64').toString('latin1');
        expect(isResourceId(text)).toBe(text !== '' && /^[A-Za-z]+:\d+(:\S+)?$/.test(decoded));
      }),
    );
  });
});

describe('an ID of unusual form', () => {
  test.each(['task_abc123', 'a-b.c:d', 'QUJD+/8='])('%s can be sent, and is told by its mark', (id) => {
    expect(isSendableId(id)).toBe(true);
    expect(referenceTo(id)).toBe(`id:${id}`);
    expect(markedId(referenceTo(id))).toBe(id);
  });

  test.each(['', '.', '..', '...', '/', 'a/b', '../a', 'a b', 'a%2fb', 'a?b', 'a\nb', 'ü', 'x'.repeat(257)])(
    '%j cannot',
    (id) => {
      expect(isSendableId(id)).toBe(false);
    },
  );

  test('a text without the mark is not marked', () => {
    expect(markedId('T25saW5lVGFzazo0NTpxUndY')).toBeNull();
  });

  test('what can be sent stays one segment of a path', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9_=+/:.-]{0,12}$/)), (id) => {
        fc.pre(isSendableId(id));
        const segment = encodeURIComponent(id);
        expect(new URL(`http://h/v2/${segment}/x`).pathname).toBe(`/v2/${segment}/x`);
      }),
    );
  });
});
