import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultAnswer, FaultPoint, SimulatorFault } from '../scripts/faults.js';
import type { JournalRequest } from '../base/journal.js';
import { Refusal } from '../base/problem.js';
import type { Scripted } from '../scripts/scripted.js';
import { iso, type World } from '../base/world.js';
import { answerApi } from './answer-api.js';
import { parseJson, readBody, type JsonText } from './request.js';
import { dropConnection, writeAnswer, writeFaultyAnswer, type HttpAnswer } from './write-answer.js';
import type { Target } from './request.js';

/** One request on its way through the simulator. */
interface Exchange {
  readonly world: World;
  readonly target: Target;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly entry: JournalRequest;
  readonly fault: Scripted<SimulatorFault> | null;
}

export function targetOf(request: IncomingMessage): Target {
  const text = request.url ?? '/';
  const at = text.indexOf('?');
  if (at < 0) return { path: text, query: new URLSearchParams() };
  return { path: text.slice(0, at), query: new URLSearchParams(text.slice(at + 1)) };
}

/** Serves one request of the API: journal, faults, the request itself, and its answer. */
export async function serveRequest(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = targetOf(request);
  const method = request.method ?? 'GET';
  const entry = world.journal.open({
    at: iso(world.options.now()),
    method,
    path: target.path,
    query: Object.fromEntries(target.query),
    headers: safeHeaders(request),
  });
  const fault = world.faults.take({ method, path: target.path, taskId: taskIdOf(world, target.path) });
  entry.fault = fault?.id ?? null;
  try {
    await exchange({ world, target, request, response, entry, fault });
  } catch (error) {
    if (!request.destroyed) throw error;
    entry.stage = 'cut';
  }
}

/** The task that a path names, by itself or by one of its runs. */
function taskIdOf({ store }: World, path: string): string | null {
  const [, collection, segment] = /^\/v2\/(tasks|task-runs)\/([^/]+)/.exec(path) ?? [];
  if (segment === undefined) return null;
  const id = decoded(segment);
  return collection === 'tasks' ? id : (store.findRun(id)?.wire.task_id ?? null);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

async function exchange(it: Exchange): Promise<void> {
  if (await stopsAt(it, 'headers')) return;
  const json = await readJson(it);
  await wait(it.fault?.rule.delayMs);
  if (await stopsAt(it, 'before-effect')) return;
  const answer = preventsEffect(it.fault?.rule.answer) ? NO_EFFECT : answerTo(it, json);
  if (answer !== NO_EFFECT) it.entry.stage = 'effect';
  await wait(it.fault?.rule.delayAnswerMs);
  if (await stopsAt(it, 'after-effect')) return;
  await send(it, answer);
}

const NO_EFFECT: HttpAnswer = { status: 500, headers: {}, body: '' };

async function readJson(it: Exchange): Promise<JsonText | Refusal> {
  try {
    const text = await readBody(it.request);
    const json = parseJson(text);
    it.entry.body = json.ok ? (json.value ?? null) : text;
    it.entry.stage = 'body';
    return json;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function answerTo({ world, target, request, entry, fault }: Exchange, json: JsonText | Refusal): HttpAnswer {
  return answerApi(world, {
    method: request.method ?? 'GET',
    target,
    authorization: request.headers.authorization,
    json,
    requestSeq: entry.seq,
    fault: fault?.rule ?? null,
  });
}

/** Holds the request if the fault says so; true if the connection was dropped. */
async function stopsAt({ world, fault, entry, response }: Exchange, point: FaultPoint): Promise<boolean> {
  if (fault === null) return false;
  await world.faults.hold(fault, point);
  const { answer } = fault.rule;
  if (answer?.kind !== 'drop' || answer.at !== point) return false;
  entry.stage = 'cut';
  dropConnection(response, answer.reset ?? false);
  return true;
}

async function send({ response, entry, fault }: Exchange, answer: HttpAnswer): Promise<void> {
  const broken = fault?.rule.answer;
  const whole = broken === undefined || (await writeFaultyAnswer(response, answer, broken));
  if (broken === undefined) writeAnswer(response, answer);
  entry.status = response.headersSent ? response.statusCode : null;
  entry.stage = whole ? 'answered' : 'cut';
}

function preventsEffect(answer: FaultAnswer | undefined): boolean {
  if (answer?.kind === 'respond') return answer.afterEffect !== true;
  return answer?.kind === 'redirect';
}

async function wait(ms: number | undefined): Promise<void> {
  if (ms !== undefined && ms > 0) await sleep(ms, undefined, { ref: false });
}

function safeHeaders(request: IncomingMessage): Readonly<Record<string, string>> {
  const secret = new Set(['authorization', 'proxy-authorization', 'cookie']);
  const entries = Object.entries(request.headers).filter(([name]) => !secret.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
