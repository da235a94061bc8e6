import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseBody } from '../checks/body.js';
import { parseJson, readBody } from '../http/request.js';
import { targetOf } from '../http/serve-request.js';
import { writeAnswer } from '../http/write-answer.js';
import { invalid, Refusal } from '../base/problem.js';
import { settleAllByClock } from '../runs/advance.js';
import type { World } from '../base/world.js';
import { addAnnotations, addSpans, queriedSpans, setScores } from './span-calls.js';
import { asBehaviour, asFault, behaviourSchema, faultSchema } from './schemas.js';

/** The path of the control endpoints. They need no key and are not in the journal. */
export const CONTROL_PATH = '/__simulator/';

/** The world to control, and the way to start it afresh. */
export interface Controlled {
  readonly world: () => World;
  readonly reset: () => void;
}

interface ControlCall {
  readonly controlled: Controlled;
  readonly world: World;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly id: number;
}

const CALLS: Readonly<Record<string, (call: ControlCall) => unknown>> = {
  'GET journal': ({ world, query }) => {
    settleAllByClock(world, world.options.now());
    return world.journal.snapshot(Number(query.get('since') ?? 0));
  },
  'POST reset': ({ controlled }) => {
    controlled.reset();
    return { reset: true };
  },
  'GET faults': ({ world }) => ({
    faults: world.faults.list().map((fault) => ({ ...fault, held: world.faults.heldBy(fault.id) })),
  }),
  'POST faults': ({ world, body }) => world.faults.add(asFault(parseBody(faultSchema, body))),
  'DELETE faults': ({ world }) => ({ removed: world.faults.remove() }),
  'DELETE faults/:id': ({ world, id }) => ({ removed: world.faults.remove(id) }),
  'POST faults/:id/release': ({ world, id }) => ({ released: world.faults.release(id) }),
  'GET behaviours': ({ world }) => ({ behaviours: world.behaviours.list() }),
  'POST behaviours': ({ world, body }) => world.behaviours.add(asBehaviour(parseBody(behaviourSchema, body))),
  'DELETE behaviours': ({ world }) => ({ removed: world.behaviours.remove() }),
  'DELETE behaviours/:id': ({ world, id }) => ({ removed: world.behaviours.remove(id) }),
  'GET scores': ({ world }) => ({ scores: world.scores.list() }),
  'POST scores': ({ world, body }) => setScores(world, body),
  'DELETE scores': ({ world }) => ({ removed: world.scores.remove() }),
  'GET spans': ({ world, query }) => ({ spans: queriedSpans(world, query) }),
  'POST spans': ({ world, body }) => ({ added: addSpans(world, body) }),
  'GET annotations': ({ world }) => ({ annotations: world.spans.annotations.list() }),
  'POST annotations': ({ world, body }) => addAnnotations(world, body),
  'DELETE annotations': ({ world }) => ({ removed: world.spans.annotations.remove() }),
};

/** Serves one control request. */
export async function serveControl(
  controlled: Controlled,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { path, query } = targetOf(request);
  try {
    const json = parseJson(await readBody(request));
    if (!json.ok) throw invalid('The request body is not valid JSON');
    const id = Number(/\/(\d+)/.exec(path)?.[1] ?? Number.NaN);
    const name = `${request.method ?? 'GET'} ${path.slice(CONTROL_PATH.length).replace(/\/\d+/, '/:id')}`;
    const call = CALLS[name];
    if (call === undefined) throw new Refusal('resource-not-found', `The simulator has no ${name}`);
    sendJson(response, 200, call({ controlled, world: controlled.world(), query, body: json.value, id }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    sendJson(response, error.status, error.body(path, ''));
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  writeAnswer(response, {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
