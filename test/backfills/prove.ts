import type { BackfillResult } from '../../src/model/backfill/backfill.js';
import { disturb, planMoments, type Kill, type Killer, type Moment } from './disturb.js';
import { judgeBackfill, type BackfillJudgement } from './judge-backfill.js';
import { judgeLedger, type LedgerJudgement } from './judge-ledger.js';
import { LiveBackfill, type Place } from './live-backfill.js';
import { hoursBefore } from './plan-of.js';
import { readLedger } from './read-ledger.js';
import { countByKind, type RequestsByKind } from './requests-by-kind.js';

export interface ProofOptions {
  readonly windows: number;
  readonly limit: number;
  readonly kills: readonly Kill[];
  readonly kill: Killer;
  readonly seed: number;
  /** For its end, once all disturbances are over. */
  readonly endLimitMs: number;
  readonly say: (line: string) => void;
}

/** A backfill that was disturbed, and how it went. */
export interface Proof {
  readonly moments: readonly Moment[];
  readonly backfill: BackfillJudgement;
  readonly ledger: LedgerJudgement;
  readonly requests: RequestsByKind;
  readonly tookMs: number;
  readonly executions: number;
  readonly lastEvents: number;
  /** Null: it left none. */
  readonly result: BackfillResult | null;
}

/** Runs a backfill through kills and orders to its end, and judges it from the service's own record. */
export async function prove(place: Place, options: ProofOptions): Promise<Proof> {
  const { windows, limit, kills, kill, seed, endLimitMs } = options;
  const startedMs = Date.now();
  const backfill = await LiveBackfill.start(place, 'proof', hoursBefore(startedMs, windows), limit);
  const moments = planMoments(seed, kills);
  await disturb(kill, backfill, moments, options);
  const result = await backfill.result(endLimitMs);
  const tookMs = Date.now() - startedMs;
  const runs = backfill.runs();
  return {
    moments,
    backfill: judgeBackfill(runs, backfill.asked()),
    ledger: judgeLedger(runs, await readLedger(place.client, backfill.taskId, runs.length)),
    requests: countByKind(backfill.requests()),
    tookMs,
    ...(await backfill.history(place.client)),
    result,
  };
}

/** What is wrong, in sentences. */
export function faultsOf({ backfill, ledger, result }: Proof, windows: number): readonly string[] {
  const ended = result === null ? ['it left no result'] : [];
  const verdict = result === null || result.verdict === 'good' ? [] : [`its verdict is ${result.verdict}`];
  const runs = result === null || result.runs === windows ? [] : [`it tells of ${result.runs} runs`];
  return [...ended, ...verdict, ...runs, ...backfill.notes, ...ledger.notes];
}
