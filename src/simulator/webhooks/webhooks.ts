import { deliver } from './deliver.js';
import type { Subscription, Webhook } from './webhook.js';

/** The event about runs that the service sends (docs/api-contract.md 1.6). */
export const RUN_FAILED = 'ONLINE_TASK_RUN_FAILED';
/** What `POST …/test` sends. Its name is not published. */
export const TEST = 'TEST';

/** How often the ends of runs are looked for, once somebody wants to hear of them. */
const LOOK_MS = 100;

/** The webhooks of the service, their subscriptions, and what is on its way to them. */
export class Webhooks {
  readonly #webhooks = new Map<string, Webhook>();
  readonly #subscriptions = new Map<string, Subscription>();
  /** The cause of its last failure by the ID of a task that fails. */
  readonly failing = new Map<string, string>();
  readonly #closed = new AbortController();
  readonly #settle: () => void;
  #looks: NodeJS.Timeout | null = null;

  /** `settle` ends the runs that have ended by now: nobody may ask for them. */
  constructor(settle: () => void) {
    this.#settle = settle;
  }

  set(webhook: Webhook): Webhook {
    this.#webhooks.set(webhook.id, webhook);
    return webhook;
  }

  find(id: string): Webhook | undefined {
    return this.#webhooks.get(id);
  }

  all(): readonly Webhook[] {
    return [...this.#webhooks.values()];
  }

  /** Removes a webhook with its subscriptions. */
  delete(id: string): void {
    this.#webhooks.delete(id);
    for (const { id: of, webhook_id } of this.subscriptions())
      if (webhook_id === id) this.#subscriptions.delete(of);
  }

  subscriptions(): readonly Subscription[] {
    return [...this.#subscriptions.values()];
  }

  subscribe(subscription: Subscription): Subscription {
    this.#subscriptions.set(subscription.id, subscription);
    this.#looks ??= setInterval(this.#settle, LOOK_MS).unref();
    return subscription;
  }

  findSubscription(id: string): Subscription | undefined {
    return this.#subscriptions.get(id);
  }

  unsubscribe(id: string): void {
    this.#subscriptions.delete(id);
  }

  /** Sends to a webhook, again and again until it is taken or given up. */
  send(webhook: Webhook, event: string, body: object): void {
    void deliver(webhook, event, body, this.#closed.signal);
  }

  /** Sends nothing any more. */
  close(): void {
    this.#closed.abort();
    if (this.#looks !== null) clearInterval(this.#looks);
  }
}
