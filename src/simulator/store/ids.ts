import { hash32 } from './random.js';

/** The kinds of things that have an id on the wire; the names are those that real ids decode to. */
export type IdKind =
  | 'AccountOrganization'
  | 'User'
  | 'Space'
  | 'Model'
  | 'Dataset'
  | 'DatasetVersion'
  | 'DatasetExample'
  | 'Evaluator'
  | 'EvaluatorVersion'
  | 'LlmIntegration'
  | 'AgentIntegration'
  | 'Experiment'
  | 'ExperimentRun'
  | 'OnlineTask'
  | 'TaskRun'
  | 'Webhook'
  | 'WebhookSubscription';

const ID_TEXT = /^[A-Za-z]+:\d+(:\S+)?$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const SALT_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Makes ids: base64 of `Kind:number:salt`, numbered in order, the same for the same seed. */
export class IdMint {
  readonly #seed: number;
  readonly #next = new Map<IdKind, number>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  mint(kind: IdKind): string {
    const number = this.#next.get(kind) ?? 1 + (hash32(this.#seed, kind, 'first') % 400);
    this.#next.set(kind, number + 1);
    return Buffer.from(`${kind}:${number}:${salt(this.#seed, kind, number)}`).toString('base64');
  }
}

/** Whether a text has the form of an id of the service (docs/api-contract.md 3, rule 1). */
export function isId(text: string): boolean {
  return text !== '' && BASE64.test(text) && ID_TEXT.test(Buffer.from(text, 'base64').toString('utf8'));
}

function salt(seed: number, kind: IdKind, number: number): string {
  return [0, 1, 2, 3]
    .map((at) => SALT_ALPHABET[hash32(seed, kind, number, at) % SALT_ALPHABET.length])
    .join('');
}
