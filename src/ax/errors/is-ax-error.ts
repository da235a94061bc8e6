import { AxError } from './ax-error.js';

/** Whether `error` is a failure of this client. */
export const isAxError = (error: unknown): error is AxError => error instanceof AxError;
