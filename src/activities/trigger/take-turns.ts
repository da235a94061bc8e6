import { getClient } from '@temporalio/activity';
import { isTurnUsedSince } from '../../model/run/shared-fence.js';
import type { HeldTurn, ReleaseTurnRequest } from '../../model/run/turn.js';
import type { UnresolvedTrigger } from '../../model/run/unresolved.js';
import type { ActivityDeps } from '../base/deps.js';
import { ownExecution } from './standing-turn.js';
import { releaseTurn, tryToTakeTurn } from './take-turn.js';

export interface TakeTurnsRequest {
  turnIds: string[];
  /** The execution that the workflow began with, which a reset keeps. */
  originalRunId: string;
  /** When the fence was read that their triggers share, in milliseconds since 1970. */
  readMs: number;
}

/** A turn that was taken, or null: another intent has it. */
export type TakenOfMany = {
  turn: HeldTurn;
  /** The trigger before, if its fate was not settled; else null. */
  left: UnresolvedTrigger | null;
  /** Somebody may have triggered a run in this turn after the fence was read. */
  isUsedSince: boolean;
} | null;

export interface TakenTurns {
  turns: TakenOfMany[];
  /** One activity is to send one request. */
  isOneByOne: boolean;
}

/** Takes the turns of several windows at once, those that are free (design/backfill.md). */
export const takeTurns =
  ({ isRateLimited = false }: ActivityDeps) =>
  async ({ turnIds, originalRunId, readMs }: TakeTurnsRequest): Promise<TakenTurns> => {
    const turns = await Promise.all(turnIds.map((turnId) => takeOne(turnId, originalRunId, readMs)));
    return { turns, isOneByOne: isRateLimited };
  };

async function takeOne(turnId: string, originalRunId: string, readMs: number): Promise<TakenOfMany> {
  const taken = await tryToTakeTurn(getClient(), turnId, ownExecution(originalRunId), true);
  if ('behind' in taken) return null;
  const { turn, former, before } = taken;
  // One that has a key is another intent's.
  const left = former.left?.key === null ? former.left : null;
  return {
    turn,
    left,
    isUsedSince: before !== null && isTurnUsedSince(before, readMs),
  };
}

/** Gives several turns back, as `releaseTurn` does. */
export const releaseTurns = () => {
  const release = releaseTurn();
  return async ({ turns }: { turns: ReleaseTurnRequest[] }): Promise<null> => {
    await Promise.all(turns.map(release));
    return null;
  };
};
