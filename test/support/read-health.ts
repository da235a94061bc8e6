import type { Part } from '../../src/worker/health/part.js';

/** What a probe of health was answered. */
export interface Health {
  status: number;
  body: { status: string; parts: Record<string, Part> };
}

/** Asks once. */
export async function readHealth(port: number, path: '/livez' | '/readyz'): Promise<Health> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, body: (await response.json()) as Health['body'] };
}
