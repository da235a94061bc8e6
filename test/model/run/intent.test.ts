import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFixed } from '../../../src/model/run/intent.js';
import { canonicalJson } from '../../../src/model/base/json.js';
import { derivedExperimentName, runWorkflowId } from '../../../src/model/temporal/names.js';

describe('canonicalJson', () => {
  test('is equal for equal values, whatever the order of their members', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(value, (members) => {
        const reversed = Object.fromEntries(Object.entries(members).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(members));
      }),
    );
  });

  test('is a JSON text of the value, so different values differ', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(JSON.parse(canonicalJson(value)))).toBe(
          JSON.stringify(JSON.parse(canonicalJson(JSON.parse(JSON.stringify(value))))),
        );
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('takes an undefined member for an absent one', () => {
    expect(canonicalJson({ a: 1, b: undefined })).toBe(canonicalJson({ a: 1 }));
  });
});

describe('isFixed', () => {
  const task = 'T';
  test.each([
    ['a whole window', { trigger: { dataStartTime: 'a', dataEndTime: 'b' } }, true],
    ['an experiment name', { trigger: { experimentName: 'e' } }, true],
    ['a key', { trigger: {}, key: 'k' }, true],
    ['half a window', { trigger: { dataStartTime: 'a' } }, false],
    ['nothing', { trigger: {} }, false],
  ])('an intent with %s', (_what, intent, expected) => {
    expect(isFixed({ task, ...intent })).toBe(expected);
  });
});

describe('names', () => {
  test('tell a run for good from a run of whatever is new', () => {
    const fixed = runWorkflowId({ task: 'VGFzazox', trigger: {}, key: 'k' }, 'print');
    const latest = runWorkflowId({ task: 'VGFzazox', trigger: {} }, 'print');
    expect([fixed, latest]).toEqual(['ax-run/VGFzazox/print', 'ax-run/VGFzazox/latest-print']);
  });

  test('of experiments hold no character that the API refuses', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uuid(), (label, id) => {
        expect(derivedExperimentName(label, id)).toMatch(/^[A-Za-z0-9._=+-]{1,255}$/);
      }),
    );
  });

  test('of experiments differ for two workflows that start in the same millisecond', () => {
    const names = ['01a22be0-c974-7a3c-9d52-3f8e9a1b2c3d', '01a22be0-c974-7b10-8e41-77c0d5e6f708'].map(
      (runId) => derivedExperimentName('answers', runId),
    );
    expect(names).toEqual(['answers-3f8e9a1b2c3d', 'answers-77c0d5e6f708']);
  });
});
