import { checkName } from '../../model/gate/check-text.js';
import type { GateAnswer } from '../../model/gate/gate.js';
import type { CheckResult } from '../../model/gate/evidence.js';
import type { StepResult } from '../../model/pipeline/results.js';
import type { Style, Tone } from '../style.js';
import { formatTable } from '../text/table.js';

const TONES: Readonly<Record<GateAnswer, Tone>> = { pass: 'good', warn: 'warn', fail: 'bad' };

export const toneOfAnswer = (answer: GateAnswer): Tone => TONES[answer];

interface GateRow extends CheckResult {
  step: string;
}

/** What the gates of some steps found, a line for each check; empty if there are none. */
export function gateLines(steps: readonly StepResult[], style: Style): string[] {
  const rows = steps.flatMap(({ id, gate }) =>
    (gate?.checks ?? []).map((check): GateRow => ({ ...check, step: id })),
  );
  if (rows.length === 0) return [];
  const tone = ({ answer }: GateRow): Tone => toneOfAnswer(answer);
  const table = formatTable<GateRow>(
    [
      { title: 'GATE', value: ({ step }) => step, tone: () => 'strong' },
      { title: 'ANSWER', value: ({ answer }) => answer, tone },
      { title: 'CHECK', value: ({ check }) => checkName(check), wraps: true },
      { title: 'FOUND', value: ({ reason }) => reason, tone, wraps: true, fewest: 60 },
    ],
    rows,
    style,
  );
  return ['', ...table];
}
