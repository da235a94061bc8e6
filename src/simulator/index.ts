export { startSimulator, type Simulator } from './server.js';
export { runSimulator } from './serve.js';
export type { RunAdvance, SimulatorOptions } from './options.js';
export type { FaultAnswer, FaultMatch, FaultPoint, SimulatorFault } from './faults/types.js';
export type { RunBehaviour, RunMatch, RunOutcome } from './runs/behaviours.js';
export type { ScriptedScores } from './runs/scripted-scores.js';
export type { JournalRequest, JournalRun, JournalSnapshot, RequestStage } from './journal.js';
export type { Repetition, Scripted } from './scripted.js';
export type { ListOrder } from './store/cursor.js';
