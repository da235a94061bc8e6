import type { StepStage } from '../../model/pipeline/snapshot.js';
import type { Verdict } from '../../model/run/verdict.js';
import type { Style, Tone } from '../style.js';

type Symbol = readonly [unicode: string, ascii: string, tone: Tone];

const OF_STAGE: Readonly<Record<StepStage, Symbol>> = {
  waiting: ['·', '.', 'dim'],
  preparing: ['◌', 'o', 'live'],
  triggering: ['◌', 'o', 'live'],
  running: ['●', '*', 'live'],
  cancelling: ['◍', 'x', 'warn'],
  working: ['●', '*', 'live'],
  'awaiting-approval': ['◆', '?', 'warn'],
  judging: ['◇', 'o', 'live'],
  'backing-off': ['↻', '~', 'warn'],
  succeeded: ['✓', '+', 'good'],
  failed: ['✗', '!', 'bad'],
  ignored: ['✗', '!', 'warn'],
  cancelled: ['⊘', 'x', 'warn'],
  skipped: ['↷', '-', 'dim'],
  started: ['↗', '>', 'live'],
  detached: ['↗', '>', 'warn'],
  unresolved: ['?', '?', 'bad'],
};

const STAGE_OF_VERDICT: Readonly<Record<Verdict, StepStage>> = {
  good: 'succeeded',
  errors: 'failed',
  failed: 'failed',
  cancelled: 'cancelled',
  running: 'detached',
};

export const toneOfStage = (stage: StepStage): Tone => OF_STAGE[stage][2];

export const toneOfVerdict = (verdict: Verdict): Tone => toneOfStage(STAGE_OF_VERDICT[verdict]);

export function symbolOfStage(stage: StepStage, style: Style): string {
  const [unicode, ascii] = OF_STAGE[stage];
  return style.unicode ? unicode : ascii;
}

export const symbolOfVerdict = (verdict: Verdict, style: Style): string =>
  symbolOfStage(STAGE_OF_VERDICT[verdict], style);
