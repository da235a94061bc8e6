export { startSimulator, type Simulator } from './server.js';
export { runSimulator } from './server.js';
export type { RunAdvance, SimulatorOptions } from './base/options.js';
export type { FaultAnswer, FaultMatch, FaultPoint, SimulatorFault } from './scripts/faults.js';
export type { RunBehaviour, RunMatch, RunOutcome } from './scripts/behaviours.js';
export type { ScriptedScores } from './scripts/scores.js';
export type { JournalRequest, JournalRun, JournalSnapshot, RequestStage } from './base/journal.js';
export type { Repetition, Scripted } from './scripts/scripted.js';
export type { ListOrder } from './store/cursor.js';
