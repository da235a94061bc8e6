import { ActivityFailure } from '@temporalio/common';
import { workflowInfo } from '@temporalio/workflow';
import type { ReadForItemsRequest } from '../../activities/trigger/read-for-items.js';
import { definedOnly } from '../../model/base/objects.js';
import type { Step } from '../../model/pipeline/plan.js';
import { givenFor } from '../../model/run/trigger/given-trigger.js';
import type { GivenTrigger, SharedTrigger } from '../../model/run/trigger/given-trigger.js';
import type { RunIntent } from '../../model/run/intent.js';
import { USED_FOR_MS } from '../../model/run/shared-fence.js';
import { local, steadyFor } from '../shared/activities.js';

/** What items read together before their triggers. */
export interface SharedReads {
  /** Reads it for an item that is about to begin, if so many begin that it is less than what they read one by one. */
  readFor: (step: Step, alsoBegin: number) => Promise<void>;
  /** What is given to an item that asks for this; undefined: nothing. */
  givenTo: (intent: RunIntent) => GivenTrigger | undefined;
  /** As in `SharedTrigger`; undefined while it was not asked. */
  isFirst: () => boolean | undefined;
}

/** From so many items on that begin within the time for which it is used. */
const ENOUGH = 8;
/** It is read again when it is so old: an item may take a while to begin. */
const FRESH_FOR_MS = USED_FOR_MS / 2;
/** After this each item reads by itself. */
const GIVE_UP_MS = 20_000;

interface Read {
  readMs: number;
  /** Null: it could not be read. */
  shared: SharedTrigger | null;
}

export function newSharedReads(isFirstSoFar: boolean | undefined): SharedReads {
  const reads = new Map<string, Read>();
  let isFirst = isFirstSoFar;
  let beginsMs: number[] = [];
  return {
    isFirst: () => isFirst && !wasReset(),
    givenTo(intent) {
      const { shared = null, readMs = 0 } = reads.get(keyOf(intent)) ?? {};
      return shared === null ? undefined : givenFor(shared, readMs, intent);
    },
    async readFor({ task, space, trigger, activity }, alsoBegin) {
      const nowMs = Date.now();
      beginsMs = [...beginsMs, nowMs].filter((ms) => ms > nowMs - USED_FOR_MS);
      if (task === undefined || activity !== undefined || beginsMs.length + alsoBegin < ENOUGH) return;
      const key = keyOf({ task, space });
      const before = reads.get(key);
      if (before !== undefined && nowMs - before.readMs < FRESH_FOR_MS) return;
      const areNamed = trigger.experimentName !== undefined;
      const shared = await read(definedOnly({ task, space, isFirst, areNamed }));
      if (shared !== null) ({ isFirst } = shared);
      reads.set(key, { readMs: nowMs, shared });
    },
  };
}

const wasReset = (): boolean => workflowInfo().originalExecutionRunId !== workflowInfo().runId;

const keyOf = ({ task, space }: { task: string; space?: string | undefined }): string =>
  JSON.stringify([task, space]);

/** Null: it could not be read, so that each item finds out by itself why. */
async function read(asked: Omit<ReadForItemsRequest, 'originalRunId'>): Promise<SharedTrigger | null> {
  const request = { ...asked, originalRunId: workflowInfo().originalExecutionRunId };
  try {
    return await local.readForItems(request).catch(() => steadyFor(GIVE_UP_MS).readForItems(request));
  } catch (error) {
    if (error instanceof ActivityFailure) return null;
    throw error;
  }
}
