/** Why an evaluation bears neither a score nor a label. Explanations are sorted into these, and never kept. */
export type FailureReason = (typeof FAILURE_REASONS)[number];

export const FAILURE_REASONS = [
  ...(['rate limit', 'timeout', 'credentials', 'context length', 'content filter'] as const),
  ...(['unreadable answer', 'missing input', 'other', 'not told'] as const),
] as const;

const REASONS: readonly (readonly [FailureReason, RegExp])[] = [
  ['rate limit', /rate.?limit|too many requests|quota|\b429\b/i],
  ['timeout', /time(d)?.?out|deadline/i],
  ['credentials', /api.?key|unauthori[sz]ed|authenticat|forbidden|permission|\b40[13]\b/i],
  ['context length', /context.?(length|window)|maximum.{0,20}tokens|too long/i],
  ['content filter', /content.?(filter|policy|management)|safety|moderation/i],
  [
    'unreadable answer',
    /pars(e|ing)|invalid json|unexpected (response|output)|not.{0,20}(rails|labels|choices)/i,
  ],
  ['missing input', /missing|not found|no such column|empty input/i],
];

// The reason is in the first words; a hostile text costs no more than a short one.
const MAX_READ = 500;

export function failureReasonOf(explanation: string | null): FailureReason {
  const text = explanation?.slice(0, MAX_READ).trim() ?? '';
  if (text === '') return 'not told';
  return REASONS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
}
