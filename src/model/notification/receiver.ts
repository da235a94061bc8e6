import type { NotifyRule } from './notify-rules.js';

/** Where a secret is: in a variable of the worker's environment, or in a file that is read anew for each notice. */
export type SecretRef = { env: string } | { file: string };

/** How notices go to a receiver. Metrics have these words as a label. */
export const CHANNELS = ['webhook', 'slack', 'teams', 'email', 'pagerduty'] as const;

export interface WebhookSettings {
  url: string | SecretRef;
  /** Signs what is sent. */
  secret: SecretRef;
}

/** An incoming webhook of Slack, or of a workflow in Teams. Whoever knows its URL can post. */
export interface IncomingWebhookSettings {
  url: SecretRef;
}

/** `implicit`: TLS from the first byte; `starttls`: TLS before anything is said; `none`: only on this machine. */
export const MAIL_TLS = ['implicit', 'starttls', 'none'] as const;

export interface EmailSettings {
  host: string;
  port: number;
  tls: (typeof MAIL_TLS)[number];
  user?: string;
  password?: SecretRef;
  from: string;
  to: string[];
}

export interface PagerDutySettings {
  routingKey: SecretRef;
  /** Of the Events API v2. */
  url: string;
}

export type ChannelSettings =
  | { channel: 'webhook'; settings: WebhookSettings }
  | { channel: 'slack' | 'teams'; settings: IncomingWebhookSettings }
  | { channel: 'email'; settings: EmailSettings }
  | { channel: 'pagerduty'; settings: PagerDutySettings };

/** A receiver of the workers' file. */
export type Receiver = ChannelSettings & {
  /** Templates; the built-in texts when absent. */
  title?: string;
  text?: string;
};

/** The workers' file. */
export interface ReceiversFile {
  receivers: Readonly<Record<string, Receiver>>;
  /** Who is told unless a pipeline, schedule or backfill says otherwise. */
  default: readonly NotifyRule[];
  /** Address of Temporal's web interface, for links; null: there are none. */
  temporalUi: string | null;
}

/** Each secret of a receiver, with its place in the file. */
export function secretsOf({ channel, settings }: Receiver): { at: string; ref: SecretRef }[] {
  return Object.entries(settings as unknown as Record<string, unknown>).flatMap(([name, value]) =>
    isSecretRef(value) ? [{ at: `${channel}.${name}`, ref: value }] : [],
  );
}

const isSecretRef = (value: unknown): value is SecretRef =>
  typeof value === 'object' && value !== null && ('env' in value || 'file' in value);
