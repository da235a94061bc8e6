import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CONTROL_PATH, serveControl } from './control/serve-control.js';
import type { SimulatorFault } from './scripts/faults.js';
import { serveRequest } from './http/serve-request.js';
import type { JournalSnapshot } from './base/journal.js';
import { settleAllByClock, settleByClock } from './runs/advance.js';
import type { RunBehaviour } from './scripts/behaviours.js';
import type { ScriptedScores } from './scripts/scores.js';
import type { World } from './base/world.js';
import { resolveOptions, type ResolvedOptions, type SimulatorOptions } from './base/options.js';
import { RateLimit } from './base/rate-limit.js';
import { addAnnotations, addSpans, setScores, spansOf } from './control/span-calls.js';
import type { AddedSpans } from './control/span-schemas.js';
import type { ScriptedAnnotations } from './spans/annotations.js';
import type { SpanRecord } from './spans/record.js';
import { FaultRegistry } from './scripts/faults.js';
import { Journal } from './base/journal.js';
import { BehaviourRegistry } from './scripts/behaviours.js';
import { ScoreRegistry } from './scripts/scores.js';
import { seedRuns } from './store/seed/seed-runs.js';
import { seedStore } from './store/seed/seed-store.js';
import { Store } from './store/store.js';
import { SpanViews } from './spans/view.js';
import { Webhooks } from './webhooks/webhooks.js';

/** A running simulator. All it holds is in memory and gone after `close`. */
export interface Simulator {
  /** Base URL for clients, without a trailing slash and without `/v2`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** A key that may read and not write. */
  readonly readOnlyApiKey: string;
  /** The key of another user who may write. */
  readonly secondApiKey: string;
  readonly port: number;
  /** Requests and runs so far; `sinceSeq` leaves out requests up to and with that one. */
  journal(sinceSeq?: number): JournalSnapshot;
  /** Scripts a fault; the result is its id. */
  addFault(fault: SimulatorFault): number;
  /** Requests that a fault holds right now. */
  heldBy(id: number): number;
  /** Lets the requests go that a fault holds; says how many. */
  releaseFault(id: number): number;
  /** Removes one fault, or all, and lets go of what they hold. */
  removeFaults(id?: number): void;
  /** Scripts how the next matching runs go; the result is the behaviour's id. */
  addBehaviour(behaviour: RunBehaviour): number;
  /** Says which scores and labels an evaluation leaves on the runs of experiments and on spans. Throws an error that names what makes no sense. */
  setScores(scores: ScriptedScores): void;
  /** Adds spans to a project; says how many. Throws as `setScores`. */
  addSpans(spans: AddedSpans): number;
  /** Says what people say about the spans of a project. Throws as `setScores`. */
  addAnnotations(annotations: ScriptedAnnotations): void;
  /** The spans of a project (name or id) that start in the half-open window, oldest first, indexed or not, with their evaluations. */
  spans(project: string, startMs: number, endMs: number): readonly SpanRecord[];
  /** Back to the state of the start: same seed, same ids, nothing scripted, an empty journal. */
  reset(): void;
  /** Stops at once, cutting open connections. */
  close(): Promise<void>;
}

/**
 * Starts a simulator on the loopback interface. Rejects with a `RangeError` for an option that makes no
 * sense, or with the system's error when the port cannot be had.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const resolved = resolveOptions(options);
  let world = createWorld(resolved);
  const reset = (): void => {
    world.faults.remove();
    world.webhooks.close();
    world = createWorld(resolved);
  };
  const server = createServer((request, response) => {
    void serve({ world: () => world, reset }, request, response);
  });
  server.keepAliveTimeout = 60_000;
  server.requestTimeout = 0;
  const port = await listen(server, resolved.port, resolved.host);
  return {
    baseUrl: `http://${resolved.host}:${port}`,
    apiKey: resolved.apiKey,
    readOnlyApiKey: resolved.readOnlyApiKey,
    secondApiKey: resolved.secondApiKey,
    port,
    journal: (sinceSeq) => snapshot(world, sinceSeq),
    addFault: (fault) => world.faults.add(fault).id,
    heldBy: (id) => world.faults.heldBy(id),
    releaseFault: (id) => world.faults.release(id),
    removeFaults: (id) => void world.faults.remove(id),
    addBehaviour: (behaviour) => world.behaviours.add(behaviour).id,
    setScores: (scores) => void setScores(world, scores),
    addSpans: (spans) => addSpans(world, spans),
    addAnnotations: (annotations) => void addAnnotations(world, annotations),
    spans: (project, startMs, endMs) => spansOf(world, project, startMs, endMs),
    reset,
    close: () => close(server, world),
  };
}

function snapshot(world: World, sinceSeq: number | undefined): JournalSnapshot {
  settleAllByClock(world, world.options.now());
  return world.journal.snapshot(sinceSeq);
}

async function serve(
  controlled: { readonly world: () => World; readonly reset: () => void },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.url?.startsWith(CONTROL_PATH) === true) await serveControl(controlled, request, response);
    else await serveRequest(controlled.world(), request, response);
  } catch {
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
  }
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function close(server: Server, world: World): Promise<void> {
  world.faults.remove();
  world.webhooks.close();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

/** Receives the line that says that the simulator is ready. */
export interface SimulatorOutput {
  write(line: string): unknown;
}

/**
 * Serves a simulator until SIGINT, SIGTERM, SIGHUP, or the death of a parent that has a channel to it. Once it listens it
 * writes one JSON line, `{"baseUrl":…,"apiKey":…,"readOnlyApiKey":…,"port":…}`. Rejects when it cannot start.
 */
export async function runSimulator(
  options: SimulatorOptions,
  output: SimulatorOutput = process.stdout,
): Promise<void> {
  const stopped = stopSignal();
  const simulator = await startSimulator(options);
  const { baseUrl, apiKey, readOnlyApiKey, port } = simulator;
  output.write(`${JSON.stringify({ baseUrl, apiKey, readOnlyApiKey, port })}\n`);
  await stopped;
  await simulator.close();
}

/** Signals after the first change nothing: it ends at once anyway, and what it holds is in memory alone. */
async function stopSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = (): void => resolve();
    process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop).on('disconnect', stop);
    process.on('message', (message: { passedOn?: unknown } | null) => {
      if (message?.passedOn !== undefined) stop();
    });
    if (process.listenerCount('message') === 1) process.channel?.unref();
  });
}

/** A world as it is at the start: seeded, nothing scripted, nothing seen. */
function createWorld(options: ResolvedOptions): World {
  const store = new Store(options.seed);
  const seeded = seedStore(store, options.now());
  const world: World = {
    options,
    store,
    spans: new SpanViews(options.evaluationMetadata, seeded.annotator),
    admin: seeded.admin,
    reader: seeded.reader,
    second: seeded.second,
    behaviours: new BehaviourRegistry(),
    scores: new ScoreRegistry(),
    faults: new FaultRegistry(),
    webhooks: new Webhooks(() => settleByClock(world, options.now())),
    journal: new Journal(options.journalLimit),
    rateLimit: new RateLimit(options.requestsPerMinute),
  };
  seedRuns(world, seeded);
  return { ...world, journal: new Journal(options.journalLimit) };
}
