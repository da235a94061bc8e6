import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../src/simulator/main.ts', import.meta.url));

function start(...flags: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', MAIN, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the child has no stdout');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return line;
}

describe('the simulator as a process', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'says in one line that it is ready, and ends with 0 on %s',
    async (signal) => {
      const child = start('--port', '0', '--seed', '3', '--api-key', 'ak-mine', '--looks', '2');
      const exited = once(child, 'exit');
      const ready = JSON.parse(await firstLine(child)) as {
        readonly baseUrl: string;
        readonly apiKey: string;
      };
      expect(ready).toMatchObject({ apiKey: 'ak-mine', readOnlyApiKey: 'ak-mine-read-only' });
      const headers = { authorization: `Bearer ${ready.apiKey}` };
      expect((await fetch(`${ready.baseUrl}/v2/spaces`, { headers })).status).toBe(200);
      child.kill(signal);
      expect(await exited).toEqual([0, null]);
    },
  );

  test.each([[['--port', 'eleven']], [['--colour']], [['--empty-window', 'maybe']], [['--port', '70000']]])(
    '%j ends with 2 and a sentence',
    async (flags) => {
      const child = start(...flags);
      const [line] = (await once(createInterface(child.stderr as NodeJS.ReadableStream), 'line')) as [string];
      expect(line).toMatch(/^simulator: /);
      expect(child.exitCode ?? ((await once(child, 'exit'))[0] as number)).toBe(2);
    },
  );
});
