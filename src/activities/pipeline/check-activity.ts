import type { ActivityNameRequest } from '../../model/temporal/operations.js';
import { suggestion } from '../../model/base/near-name.js';
import type { ActivityDeps } from '../base/deps.js';

/** Whether this worker has an own activity of that name: a typo is then found before anything starts. */
export const checkActivity =
  ({ ownActivities }: ActivityDeps) =>
  ({ activity }: ActivityNameRequest): Promise<string[]> =>
    Promise.resolve(
      ownActivities === undefined || ownActivities.includes(activity)
        ? []
        : [`the worker has no activity ${JSON.stringify(activity)}${suggestion(activity, ownActivities)}`],
    );
