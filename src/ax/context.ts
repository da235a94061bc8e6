import type { Transport } from './http/transport.js';
import type { WireCase } from './options.js';

/** What every operation works with. */
export interface AxContext {
  transport: Transport;
  wireCase: WireCase;
  warn: (text: string) => void;
}
