#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as program from './run-worker.js';

// Made by the build; from the sources there is none.
const bundle = fileURLToPath(new URL('worker-bundle/main.cjs', import.meta.url));
const { main } = existsSync(bundle)
  ? (createRequire(import.meta.url)(bundle) as typeof program)
  : await import('./run-worker.js');
await main();
