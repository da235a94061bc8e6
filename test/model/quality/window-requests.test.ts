import { expect, test } from 'vitest';
import { verifyCoverageCheck } from '../../../src/model/coverage/verify-coverage.js';
import { keepQualityRequestCheck } from '../../../src/model/quality/kept/quality-messages.js';

const taskId = 'T25saW5lVGFzazoyMDE6YmpqZA==';

test.each([
  ['a comparison', verifyCoverageCheck, { taskId, maxRequests: 1 }],
  ['a reading', keepQualityRequestCheck, { taskId, maxRequests: 1, runIds: [] }],
])('%s of a window that ends before it starts is refused', (_, check, request) => {
  expect(check({ ...request, startMs: 1, endMs: 5 }, 'request')).toBe(null);
  expect(check({ ...request, startMs: 5, endMs: 1 }, 'request')).toContain(
    'a window that ends after its start',
  );
});
