import type { Operation, Operations, Verb } from '../model/operations.js';
import { innermost } from './parts/failures.js';
import { once, prompt } from './parts/activities.js';

const CREATES: ReadonlySet<Verb> = new Set<Verb>(['createEvaluationTask', 'createRunExperimentTask']);

/**
 * Any single call of the tasks API as a workflow, so that whoever starts it needs no API key. Returns what the call
 * returned; fails with the call's own failure type.
 */
export async function taskOperation(operation: Operation): Promise<Operations[Verb]['result']> {
  const activities = CREATES.has(operation.verb) ? once : prompt;
  const call = activities[operation.verb] as (
    request: Operation['request'],
  ) => Promise<Operations[Verb]['result']>;
  try {
    return await call(operation.request);
  } catch (error) {
    throw innermost(error);
  }
}
