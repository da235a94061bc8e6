import { z } from 'zod';
import { variables, word } from './variables.js';

/** Where spans go, and what else is known of traces. */
export interface TracesConfig {
  /** An OpenTelemetry collector, by OTLP over HTTP. */
  url: string;
  /** Of the traces that this process begins, how many are recorded: 0 to 1. */
  sample: number;
  /** Whether requests to Arize AX have the header `traceparent`. */
  tellsService: boolean;
  /** Null: the program's own name. */
  serviceName: string | null;
}

const NO_COLLECTOR =
  'AX_TASKS_TRACES_OTLP must be the URL of an OpenTelemetry collector for OTLP over HTTP, with its path and without a user name, like http://localhost:4318/v1/traces';

const NO_SHARE = 'AX_TASKS_TRACES_SAMPLE must be a number from 0 to 1, like 0.1';

/** The variables, for a schema of variables. */
export const TRACES_VARIABLES = {
  AX_TASKS_TRACES_OTLP: z
    .url({ protocol: /^https?$/, error: NO_COLLECTOR })
    .refine((url) => !URL.canParse(url) || isWhole(new URL(url)), NO_COLLECTOR)
    .optional(),
  AX_TASKS_TRACES_SAMPLE: z
    .string()
    .regex(/^(0|1|0?\.\d{1,9}|1\.0+)$/, NO_SHARE)
    .transform(Number)
    .optional(),
  AX_TASKS_TRACES_TO_SERVICE: word('AX_TASKS_TRACES_TO_SERVICE', ['on', 'off']),
  OTEL_SERVICE_NAME: z.string().optional(),
};

const isWhole = ({ username, password, pathname }: URL): boolean =>
  username === '' && password === '' && pathname !== '/';

interface Given {
  AX_TASKS_TRACES_OTLP?: string | undefined;
  AX_TASKS_TRACES_SAMPLE?: number | undefined;
  AX_TASKS_TRACES_TO_SERVICE?: 'on' | 'off' | undefined;
  OTEL_SERVICE_NAME?: string | undefined;
}

/** Null: there are no traces. */
export function tracesOf(given: Given): TracesConfig | null {
  const { AX_TASKS_TRACES_OTLP: url, AX_TASKS_TRACES_SAMPLE: sample = 1 } = given;
  if (url === undefined) return null;
  return {
    url,
    sample,
    tellsService: given.AX_TASKS_TRACES_TO_SERVICE === 'on',
    serviceName: given.OTEL_SERVICE_NAME ?? null,
  };
}

/** For those who start workflows. */
export const tracesConfig = variables(TRACES_VARIABLES).transform(tracesOf);
