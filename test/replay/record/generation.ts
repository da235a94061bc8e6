import { mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of the folder that this recording writes. */
    generation: string;
  }
}

const histories = new URL('../histories/', import.meta.url);

/** Makes the folder of a new generation beside the older ones, which no recording writes to; takes it back if it stays empty. */
export function setup(project: TestProject): () => void {
  mkdirSync(histories, { recursive: true });
  const newest = Math.max(0, ...readdirSync(histories).map(Number));
  const folder = new URL(`${String(newest + 1).padStart(2, '0')}/`, histories);
  mkdirSync(folder);
  project.provide('generation', folder.href);
  return () => {
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  };
}
