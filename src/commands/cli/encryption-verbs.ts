import type { Command } from 'commander';
import { parsePort } from '../input/parse-values.js';
import { withExamples, withOutput } from './shared-flags.js';
import type { Verb } from './verb.js';

/** Payload encryption: keys, and reading encrypted payloads in Temporal's web interface. */
export function addEncryptionVerbs(program: Command, verb: Verb): void {
  addNewEncryptionKey(program, verb);
  addCodecServer(program, verb);
}

function addNewEncryptionKey(program: Command, verb: Verb): void {
  const newKey = program
    .command('new-encryption-key')
    .description('Print a new line for the file of encryption keys')
    .option('--id <id>', 'what payloads call the key (default: the day, and four letters)')
    .action(verb(async () => (await import('../machine/encryption/new-encryption-key.js')).newEncryptionKey));
  withExamples(newKey, 'new-encryption-key > keys.txt     # under umask 077');
}

function addCodecServer(program: Command, verb: Verb): void {
  const server = program
    .command('codec-server')
    .description('Decrypt for Temporal’s web interface')
    .option('--port <n>', 'port to listen on, 0 for a free one', parsePort, 8888)
    .option('--host <address>', 'address to listen on; whoever reaches it can decrypt', '127.0.0.1')
    .option('--ui-origin <url>', 'origin of the web interface', 'http://localhost:8233')
    .action(verb(async () => (await import('../machine/encryption/codec-server.js')).codecServer));
  withOutput(server);
  withExamples(server, 'codec-server --ui-origin https://temporal-ui.example');
}
