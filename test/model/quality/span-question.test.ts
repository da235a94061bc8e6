import { expect, test } from 'vitest';
import { countingQuestion, questionProblem } from '../../../src/model/quality/span-question.js';
import { START_MS, question } from './spans.js';

test('a question that makes sense has no problem', () => {
  expect(questionProblem(question({ withReasons: true, pairs: [['a', 'annotation.a']] }))).toBeNull();
  const where = { projectId: 'p', startMs: START_MS, endMs: START_MS + 1, filter: null };
  expect(questionProblem(countingQuestion(where))).toBeNull();
});

test.each<[object | undefined, string]>([
  [undefined, 'question: expected an object, got nothing'],
  [{ ...question(), projectId: '' }, 'question.projectId: expected a non-empty string, got ""'],
  [question({ endMs: START_MS }), 'question: expected a window that ends after its start'],
  [question({ startMs: 0.5 }), 'question.startMs: expected a time in milliseconds since 1970, got 0.5'],
  [question({ filter: ' ' }), 'question.filter: expected a non-empty string, got " "'],
  [{ ...question(), pairs: [['a']] }, 'question.pairs[0]: expected two names, got ["a"]'],
  [question({ maxRequests: 0 }), 'question.maxRequests: expected a whole number, at least 1, got 0'],
  [
    question({ evaluations: Array.from({ length: 11 }, String) }),
    'question.evaluations: expected a list with at most 10',
  ],
  [{ ...question(), group: 'kind' }, 'question.group: is not a member'],
])('what is wrong with %j is said', (asked, message) => {
  expect(questionProblem(asked)).toContain(message);
});
