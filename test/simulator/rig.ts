import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.js';

/** An answer of the simulator, read whole. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // The tests look into answers of every shape.
  readonly body: Json;
}

/** Parsed JSON that can be looked into without knowing its shape. */
export interface Json {
  readonly [member: string]: Json;
  readonly [item: number]: Json;
}

/** A simulator with a bare HTTP client. */
export interface Rig {
  readonly simulator: Simulator;
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Reply>;
  readonly control: (method: string, path: string, body?: unknown) => Promise<Reply>;
  /** Id of the first task, evaluator, … with this name in the space `research`. */
  readonly idOf: (collection: string, name: string) => Promise<string>;
  readonly taskPath: (name: string) => Promise<string>;
  readonly trigger: (name: string, body?: unknown) => Promise<Reply>;
}

/** Starts a simulator whose runs end at the third look, unless told otherwise. */
export async function startRig(options: SimulatorOptions = {}): Promise<Rig> {
  const simulator = await startSimulator({ advance: { by: 'looks', looks: 3 }, ...options });
  const call: Rig['call'] = (method, path, body, headers = {}) =>
    request(simulator.baseUrl + path, method, body, {
      authorization: `Bearer ${simulator.apiKey}`,
      ...headers,
    });
  const idOf = async (collection: string, name: string): Promise<string> => {
    const { body } = await call('GET', `/v2/${collection}?limit=100&name=${encodeURIComponent(name)}`);
    const items = Object.values(body)[0] as unknown as readonly {
      readonly id: string;
      readonly name: string;
    }[];
    return items.find((item) => item.name === name)?.id ?? '';
  };
  const taskPath = async (name: string): Promise<string> => {
    return `/v2/tasks/${encodeURIComponent(await idOf('tasks', name))}`;
  };
  return {
    simulator,
    call,
    control: (method, path, body) => request(`${simulator.baseUrl}/__simulator/${path}`, method, body, {}),
    idOf,
    taskPath,
    trigger: async (name, body) => call('POST', `${await taskPath(name)}/trigger`, body),
  };
}

async function request(
  url: string,
  method: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Reply> {
  const payload = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const answer = await fetch(url, { method, headers, redirect: 'manual', ...payload });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: parsed(text) };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}

/** A member that holds text or a number, as text. */
export function textOf(member: unknown): string {
  return typeof member === 'string' || typeof member === 'number' ? String(member) : '';
}

export function runPath(id: unknown): string {
  return `/v2/task-runs/${encodeURIComponent(textOf(id))}`;
}

const HOUR_MS = 3_600_000;

/** A window of so many hours that ended long enough ago to be indexed. */
export function pastWindow(hours: number, endedHoursAgo = 48): Record<string, string> {
  const end = Date.now() - endedHoursAgo * HOUR_MS;
  return {
    data_start_time: new Date(end - hours * HOUR_MS).toISOString(),
    data_end_time: new Date(end).toISOString(),
  };
}
