#!/usr/bin/env node
import { runCli } from './commands/run-cli.js';
import { processEnvironment } from './config/environment.js';

const { stdin, stdout, stderr } = process;
const env = processEnvironment();

// Whoever reads may stop before the end, as `head` does; the exit code still counts.
for (const stream of [stdout, stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

process.exitCode = await runCli(process.argv.slice(2), { env, stdin, stdout, stderr, nowMs: Date.now });
