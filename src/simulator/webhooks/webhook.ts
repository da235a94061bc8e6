import type { Ordered } from '../store/resource-types.js';

/** A webhook, with the secret that its owner is shown once. */
export interface Webhook extends Ordered {
  readonly id: string;
  readonly organization_id: string;
  readonly name: string;
  readonly url: string;
  readonly auth_type: 'BEARER' | 'HMAC_SHA256';
  readonly secret: string;
  readonly timeout_ms: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly created_at: string;
  readonly attempts: DeliveryAttempt[];
}

/** Which events of what reach a webhook. */
export interface Subscription extends Ordered {
  readonly id: string;
  readonly webhook_id: string;
  readonly source_type: 'ONLINE_TASK' | 'SPACE';
  readonly source_id: string;
  readonly events: readonly string[];
  readonly created_at: string;
}

/** One request to a webhook. */
export interface DeliveryAttempt extends Ordered {
  /** The same for all attempts of one delivery. */
  readonly delivery_id: string;
  readonly event: string;
  readonly attempted_at: string;
  /** Null if no answer came. */
  readonly status_code: number | null;
}
