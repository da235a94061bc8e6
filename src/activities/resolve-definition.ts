import type { ResolvedDefinition, TaskDefinition } from '../model/api/task-definition.js';
import type { ActivityDeps } from './base/deps.js';

/** Checks a definition and turns every name in it into an ID, so that a create is one POST and nothing else. */
export const resolveDefinition =
  ({ ax }: ActivityDeps) =>
  (definition: TaskDefinition): Promise<ResolvedDefinition> =>
    ax.resolveDefinition(definition);
