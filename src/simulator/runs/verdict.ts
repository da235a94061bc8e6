import { pick, share } from '../store/random.js';
import type { EvaluatorVersion } from '../store/resource-types.js';

/** What an evaluator says by itself. Experiments and projects differ in quality by their names; items differ within them. */
export function verdict(
  evaluator: EvaluatorVersion,
  group: string,
  itemId: string,
): { readonly label: string; readonly score: number } {
  const choices = Object.entries(evaluator.template_config?.classification_choices ?? { pass: 1, fail: 0 });
  const best = choices.reduce((a, b) => (b[1] > a[1] ? b : a), choices[0] ?? ['pass', 1]);
  const others = choices.filter(([label]) => label !== best[0]);
  const quality = 0.6 + 0.35 * share('quality', group);
  const good = share('verdict', evaluator.id, itemId) < quality || others.length === 0;
  const [label, score] = good ? best : pick([others[0] ?? best, ...others.slice(1)], 'other', itemId);
  return { label, score };
}
