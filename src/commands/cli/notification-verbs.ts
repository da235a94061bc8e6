import type { Command } from 'commander';
import { parseCount } from '../input/parse-values.js';
import { withConnection } from './connection-flags.js';
import { withOutput } from './shared-flags.js';
import { addNoun } from './verb.js';
import type { AddVerb } from './verb.js';

export function addNotification(program: Command, addVerb: AddVerb): void {
  const notification = addNoun(program, 'notification', {
    summary: 'List notifications, and check their receivers',
    examples: ['test ops-slack', 'list --undelivered'],
  });
  addTest(notification, addVerb);
  addList(notification, addVerb);
}

function addTest(notification: Command, addVerb: AddVerb): void {
  const test = addVerb(
    notification,
    'test <receiver>',
    {
      summary: 'Check a receiver by sending it a test',
      details:
        'A worker sends it, once, and what the receiver said is printed. The receiver is one of the file of AX_TASKS_RECEIVERS.',
      examples: ['ops-slack'],
    },
    async () => (await import('../notification/test-receiver.js')).testReceiver,
  );
  withOutput(withConnection(test));
}

function addList(notification: Command, addVerb: AddVerb): void {
  const list = addVerb(
    notification,
    'list',
    {
      summary: 'List notifications, newest first, and what became of them',
      examples: ['', '--undelivered', '-o json'],
    },
    async () => (await import('../notification/list-notifications.js')).listNotifications,
  );
  list
    .option('--undelivered', 'only those that did not reach all of their receivers')
    .option('-l, --limit <n>', 'maximum number of results (default: 15)', parseCount);
  withOutput(withConnection(list));
}
