import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

/** `npm run upgrade -- --from VERSION`: the proof of upgrades, from a release to this build. */
const { values } = parseArgs({ options: { from: { type: 'string' } } });
const args = ['run', '--config', 'test/proofs.config.ts', 'test/upgrade'];
const env = { ...process.env, ...(values.from === undefined ? {} : { AX_TASKS_PREVIOUS: values.from }) };
const vitest = spawn('vitest', args, { stdio: 'inherit', env, shell: process.platform === 'win32' });
vitest.on('exit', (code) => (process.exitCode = code ?? 1));
