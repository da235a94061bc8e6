#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadBundle } from './load-bundle.js';
import type * as command from './main.js';

// Made by the build; from the sources there is none.
const bundle = fileURLToPath(new URL('cli/main.cjs', import.meta.url));
const { main } = existsSync(bundle) ? loadBundle<typeof command>(bundle) : await import('./main.js');
await main((url) => import(url));
