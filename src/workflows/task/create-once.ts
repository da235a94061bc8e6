import { CancellationScope, isCancellation, log, sleep } from '@temporalio/workflow';
import {
  createRequestOf,
  createRunExperimentRequestOf,
  isRunExperimentDefinition,
} from '../../model/api/task-definition.js';
import type { ResolvedDefinition, TaskDefinition, TaskScope } from '../../model/api/task-definition.js';
import { LOOK_BACKS, MAX_POSTS, SETTLE_MS } from '../../model/run/settling.js';
import { fixedDifferences } from '../../model/task/task-difference.js';
import type { Task } from '../../model/api/task.js';
import { resendDelayMs, sortTriggerFailure } from '../../model/run/trigger-answer.js';
import { posting, prompt, steadyFor } from '../shared/activities.js';
import { failure, innermost, messageOf, readTriggerFailure } from '../shared/failures.js';

/** Somebody waits for the answer at a prompt: for this long a request that does not leave is tried again. */
const GIVE_UP_MS = 120_000;
/** For this long a look is tried again: longer, since a create is in doubt. */
const GIVE_UP_LOOKING_MS = 10 * 60_000;
const LOOK_AGAIN_MS = 15_000;

/** The task of this definition's name, or null. */
export const findDefined = ({ definition, scope }: ResolvedDefinition): Promise<Task | null> =>
  prompt.findTask({ name: definition.name, scope });

/**
 * Creates a task that was not there a moment ago (design/task.md): one POST an attempt, and after an
 * answer that leaves its fate open a look for the name, which is unique in its space, before another one is sent.
 *
 * Fails as `AxConflict` if somebody else has the name, and as `CreateUnresolved` if it cannot be settled.
 */
export async function createOnce(resolved: ResolvedDefinition, settleMs = SETTLE_MS): Promise<Task> {
  const { name } = resolved.definition;
  for (let posts = 1; ; posts++) {
    const answer = await sendUntilAnswered(resolved.definition);
    if (answer.kind === 'created') return logged(answer.task, posts, 'created');
    const isOpen = answer.kind === 'ambiguous';
    // After an answer that was lost, a name that is taken is most likely taken by us.
    if (!isOpen && !(answer.kind === 'conflict' && posts > 1)) throw answer.error;
    const found = await lookForName(resolved, posts, isOpen ? settleMs : 0, settleMs);
    if (found !== null) return logged(oursOrConflict(found, resolved), posts, 'found');
    if (!isOpen) throw answer.error;
    if (posts >= MAX_POSTS) throw unresolved(name, posts, answer.error);
  }
}

/** Returns the task where it fits what was sent; names are unique, so it is either ours or in our way. */
function oursOrConflict(found: Task, { definition }: ResolvedDefinition): Task {
  const differences = fixedDifferences(found, definition);
  if (differences.length === 0) return found;
  const fields = differences.map(({ field }) => field).join(', ');
  throw failure(
    'AxConflict',
    `Cannot create task ${JSON.stringify(definition.name)}: another task (${found.id}) has this name, with another ${fields}.`,
  );
}

type Answer =
  { kind: 'created'; task: Task } | { kind: 'conflict' | 'refused' | 'ambiguous'; error: unknown };

/** Sends the POST, again for as long as it does not leave or is refused for now (429). */
async function sendUntilAnswered(definition: TaskDefinition): Promise<Answer> {
  let waitedMs = 0;
  for (let unsent = 1; ; unsent++) {
    try {
      return { kind: 'created', task: await send(definition) };
    } catch (error) {
      if (isCancellation(error)) throw error;
      const answer = sortTriggerFailure(readTriggerFailure(error));
      if (answer.kind !== 'not-sent') return { kind: kindOf(answer.kind), error: innermost(error) };
      const delayMs = resendDelayMs(unsent, answer.retryAfterMs);
      waitedMs += delayMs;
      if (waitedMs > GIVE_UP_MS) throw innermost(error);
      await sleep(delayMs);
    }
  }
}

const send = (definition: TaskDefinition): Promise<Task> =>
  isRunExperimentDefinition(definition)
    ? posting(`create task ${definition.name}`).createRunExperimentTask(
        createRunExperimentRequestOf(definition),
      )
    : posting(`create task ${definition.name}`).createEvaluationTask(createRequestOf(definition));

const kindOf = (kind: 'conflict' | 'no-data' | 'refused' | 'ambiguous') =>
  kind === 'no-data' ? 'refused' : kind;

/** Not cancellable: a POST of unknown fate is settled first, so that nobody is left in doubt. */
const lookForName = (
  { definition: { name }, scope }: ResolvedDefinition,
  posts: number,
  firstDelayMs: number,
  settleMs: number,
): Promise<Task | null> =>
  CancellationScope.nonCancellable(async () => {
    for (let look = 1; ; look++) {
      const delayMs = look === 1 ? firstDelayMs : settleMs;
      if (delayMs > 0) await sleep(delayMs);
      const found = await tryToFind(name, scope, posts);
      if (found !== null || look >= LOOK_BACKS) return found;
    }
  });

async function tryToFind(name: string, scope: TaskScope, posts: number): Promise<Task | null> {
  const untilMs = Date.now() + GIVE_UP_LOOKING_MS;
  for (;;) {
    try {
      return await steadyFor(Math.max(1, untilMs - Date.now())).findTask({ name, scope });
    } catch (error) {
      // A refused look proves nothing: a key is renewed, a proxy is mended.
      if (Date.now() + LOOK_AGAIN_MS >= untilMs) throw unresolved(name, posts, error);
      await sleep(LOOK_AGAIN_MS);
    }
  }
}

function logged(task: Task, posts: number, how: 'created' | 'found'): Task {
  if (how === 'created' && posts === 1) return task;
  log.warn(`the task was ${how} after a lost answer`, { task: task.id, posts });
  return task;
}

const unresolved = (name: string, posts: number, error: unknown) =>
  failure(
    'CreateUnresolved',
    `task ${JSON.stringify(name)}: after ${posts} create request(s) it is not known whether it was created ` +
      `(${messageOf(error)})`,
  );
