import { globalIdText, plainId } from '../../api/resource-id.js';

/**
 * Whose an evaluation is, by the values in its metadata. `run`: it names one of the runs that are asked for. `task`: it names
 * the task and no run. `window`: it names nobody, so that only its name and the window speak for it. `other`: it names
 * another run or another task.
 */
export type Attribution = 'run' | 'task' | 'window' | 'other';

/** The best evidence first: of the evaluations of one name in one window only those of the best attribution count. */
export const ATTRIBUTIONS: readonly Attribution[] = ['run', 'task', 'window', 'other'];

/** Those who may have written what is counted. Without a task and runs, everything counts by its window. */
export interface Writers {
  taskId: string | null;
  runIds: readonly string[];
}

/** Whose an evaluation is, and which run it names; null: none. */
export interface Attributed {
  by: Attribution;
  runId: string | null;
}

/** Tells whose an evaluation with this metadata is. Made once for many spans. */
export function attributor({ taskId, runIds }: Writers): (metadata: unknown) => Attributed {
  const runs = new Map(runIds.map((id) => [textOf(id), id]));
  const task = taskId === null ? null : textOf(taskId);
  return (metadata) => {
    const named = new Map(textsIn(metadata).map((text) => [textOf(text), text]));
    const texts = [...named.keys()];
    const ours = texts.find((text) => runs.has(text));
    if (ours !== undefined) return { by: 'run', runId: runs.get(ours) ?? null };
    const runId = named.get(texts.find(isRun) ?? '') ?? null;
    if (task === null && runs.size === 0) return { by: 'window', runId };
    return { by: withoutOurRun(texts, task, runs.size > 0 && runId !== null), runId };
  };
}

function withoutOurRun(named: readonly string[], task: string | null, isOfOtherRun: boolean): Attribution {
  if (isOfOtherRun) return 'other';
  if (task !== null && named.includes(task)) return 'task';
  return task !== null && named.some(isTask) ? 'other' : 'window';
}

const isRun = (text: string): boolean => text.startsWith('TaskRun:');
const isTask = (text: string): boolean => /^[A-Za-z]*Task:/.test(text);

/** An ID as it is compared: with the mark `id:` or without, as it is or in base64. */
const textOf = (id: string): string => globalIdText(plainId(id)) ?? plainId(id);

// What is bigger was not made by the service.
const MAX_TEXTS = 100;
const MAX_DEPTH = 10;

/** The texts in a value at any depth; objects written as JSON are looked into. */
function textsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') return [value, ...textsIn(parsed(value), depth + 1)];
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  const members = (Array.isArray(value) ? value : Object.values(value)).slice(0, MAX_TEXTS);
  return members.flatMap((member: unknown) => textsIn(member, depth + 1)).slice(0, MAX_TEXTS);
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
