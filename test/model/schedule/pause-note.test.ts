import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatPauseNote,
  isPausedByFailure,
  parsePauseNote,
  resumedAfter,
} from '../../../src/model/schedule/pause-note.js';

const ms = fc.integer({ min: 0, max: 4_000_000_000_000 });
const word = fc.stringMatching(/^[a-z]([a-z .-]{0,10}[a-z])?$/).filter((text) => !/ {2}/.test(text));

test('a note is read as it was written', () => {
  fc.assert(
    fc.property(
      fc.record({
        state: fc.constantFrom('paused', 'resumed'),
        atMs: ms,
        by: word,
        reason: fc.option(word),
        before: fc.array(fc.record({ startMs: ms, endMs: ms }), { maxLength: 10 }),
      }),
      (note) => {
        expect(parsePauseNote(formatPauseNote(note))).toEqual(note);
      },
    ),
  );
});

test('a note is a sentence for people', () => {
  const paused = { state: 'paused', atMs: 0, by: 'ann', reason: 'quota', before: [] } as const;
  expect(formatPauseNote(paused)).toBe('Paused 1970-01-01T00:00:00.000Z by ann: quota');
});

test('a resume remembers the pause that it ends, and ten of those before', () => {
  const before = Array.from({ length: 10 }, (_, at) => ({ startMs: at, endMs: at + 1 }));
  const paused = { state: 'paused', atMs: 100, by: 'ann', reason: null, before } as const;
  const resumed = resumedAfter(paused, { atMs: 200, by: 'bob', reason: null });
  const read = parsePauseNote(formatPauseNote(resumed));
  expect(read?.before).toHaveLength(10);
  expect(read?.before[0]).toEqual({ startMs: 100, endMs: 200 });
});

test('notes of others are not ours', () => {
  expect(parsePauseNote('Paused via TypeScript SDK"')).toBeNull();
  expect(parsePauseNote('Paused yesterday by me')).toBeNull();
  expect(isPausedByFailure('paused due to workflow failure: a: b')).toBe(true);
});
