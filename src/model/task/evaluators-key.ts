import type { TaskEvaluator } from '../api/task.js';

/** The evaluators of a task with the versions they are pinned to, as one text: equal for equal sets of them. */
export const evaluatorsKey = (
  evaluators: readonly Pick<TaskEvaluator, 'evaluatorId' | 'evaluatorVersionId'>[],
): string =>
  evaluators
    .map(({ evaluatorId, evaluatorVersionId }) => `${evaluatorId}@${evaluatorVersionId ?? 'latest'}`)
    .sort()
    .join('+');
