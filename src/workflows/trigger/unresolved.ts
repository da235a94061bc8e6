import type { ApplicationFailure } from '@temporalio/common';
import type { Fence } from '../../model/run/fence.js';
import { unresolvedText } from '../../model/run/unresolved.js';
import type { UnresolvedTrigger } from '../../model/run/unresolved.js';
import { failure, messageOf } from '../shared/failures.js';
import type { Found } from './look-back.js';
import type { Prepared } from './prepare.js';

/** What is known of a trigger whose fate could not be settled; `error` is what left it open. */
export function unresolvedBy(
  { mark, key }: Prepared,
  { newestCreatedAt, runIds, experiments }: Fence,
  { posts }: { posts: number },
  { candidates, uncertain, refused }: Found,
  error: unknown,
): UnresolvedTrigger {
  const { taskId, experimentName } = mark;
  const open = typeof error === 'string' ? error : messageOf(error);
  const why = refused === null ? open : `${open}; the look for its run was refused: ${refused}`;
  const seen = [...candidates, ...uncertain];
  return {
    taskId,
    fence: { newestCreatedAt, runIds, experiments },
    posts,
    experimentName,
    key,
    candidates: seen,
    why,
  };
}

/** The failure of a trigger whose fate could not be settled. */
export function unresolved(...args: Parameters<typeof unresolvedBy>): ApplicationFailure {
  const known = unresolvedBy(...args);
  return failure('TriggerUnresolved', unresolvedText(known, args[0].task.name), known);
}
