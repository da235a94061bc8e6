import { compareRules, DISTRIBUTIONS } from '../../test/polling/simulate.js';
import { against, type Figure } from '../report/figure.js';
import type { Scenario } from './scenario.js';

const TYPICAL_MS = 10 * 60_000;
const SHOWN = ['narrow', 'log-normal, σ 0.3', 'bimodal'] as const;

export const detection: Scenario = {
  name: 'detection',
  title: 'Delay until an end is seen, by default, beside the rule that knows nothing of past runs',
  run: () => Promise.resolve({ figures: SHOWN.flatMap(figuresOf), notes: NOTES }),
};

const NOTES = [
  'Computed, not measured: runs of ten minutes typically, after 40 like them (test/polling/simulate.ts).',
];

function figuresOf(name: (typeof SHOWN)[number]): readonly Figure[] {
  const { usual, learned } = compareRules(DISTRIBUTIONS[name], { typicalMs: TYPICAL_MS });
  const beside = (value: number) => ({ name: 'old rule', value });
  return [
    against(`mean delay, ${name}`, learned.delayMs / 1000, 's', beside(usual.delayMs / 1000), '≤ 0.5 ×'),
    against(`looks, ${name}`, learned.looks, '', beside(usual.looks), '≤ 1 ×'),
  ];
}
