import type { CoverageVerification } from '../coverage/verify-coverage.js';

/** What was found when a sample of the windows was compared with their spans; or why that could not be done. */
export type BackfillCheck =
  | (Pick<CoverageVerification, 'windows' | 'spans' | 'requests' | 'attributedBy'> & { problem: null })
  | { problem: string };
