#!/usr/bin/env node
import { runCli } from './commands/run-cli.js';
import { processEnvironment } from './config.js';

const { stdin, stdout, stderr } = process;
const env = processEnvironment();

process.exitCode = await runCli(process.argv.slice(2), { env, stdin, stdout, stderr, nowMs: Date.now });
