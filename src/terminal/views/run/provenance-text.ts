import type { Provenance } from '../../../model/run/run-result.js';

/** How a run came to be, in words (design/trigger-once.md, step 7). */
export function provenanceText({ how, posts, candidates, duplicates = [] }: Provenance): string {
  switch (how) {
    case 'created':
      return `created with ${requests(posts)}`;
    case 'attached':
      return 'attached: started elsewhere';
    case 'adopted':
      return posts === 0
        ? 'adopted: triggered before the workflow was reset'
        : `adopted after ${requests(posts)}: the answer to the trigger was lost`;
    case 'adopted-after-duplicates':
      return `kept after ${requests(posts)} from ${candidates.length} runs; ${duplicatesText(duplicates)}`;
  }
}

/** The same where there is something unusual about it, else null. */
export const unusualProvenance = (provenance: Provenance): string | null =>
  (provenance.how === 'created' && provenance.posts <= 1) || provenance.how === 'attached'
    ? null
    : provenanceText(provenance);

const requests = (posts: number): string => `${posts} ${posts === 1 ? 'request' : 'requests'}`;

const duplicatesText = (duplicates: NonNullable<Provenance['duplicates']>): string =>
  duplicates.length === 0
    ? 'some are a stranger’s, so none was cancelled'
    : duplicates.map(({ runId, status }) => `${runId} ${status.toLowerCase()}`).join(', ');
