import type { Scope, StepFacts } from '../../src/model/pipeline/scope.js';

export const facts = (over: Partial<StepFacts> = {}): StepFacts => ({
  state: 'succeeded',
  outcome: 'succeeded-with-errors',
  reason: null,
  runId: 'r-1',
  experimentId: 'e-1',
  experimentName: 'nightly',
  experimentIds: ['e-1', 'e-2'],
  counts: { successes: 97, errors: 2, skipped: 1, total: 100 },
  errorShare: 0.02,
  gate: 'pass',
  scores: { relevance: { count: 97, mean: 0.81, median: 0.85 } },
  outputs: { good: true },
  items: [
    { key: 'a', runId: 'r-a' },
    { key: 'b', runId: 'r-b' },
  ],
  attempts: 1,
  ...over,
});

export const scope = (inputs: Scope['inputs'] = {}, over: Partial<Scope> = {}): Scope => ({
  inputs,
  pipeline: {
    name: 'nightly',
    workflowId: 'w',
    startedAt: '2026-11-01T06:00:00Z',
    labels: { team: 'search' },
  },
  steps: { answer: facts() },
  ...over,
});
