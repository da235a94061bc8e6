import { createRequire } from 'node:module';
import protobuf from 'protobufjs/light.js';
import { describe, expect, test } from 'vitest';
import { namingFolders } from '../scripts/bundle/naming-folders.js';
import { usedMessages } from '../scripts/bundle/used-messages.js';

const jsonModule = createRequire(import.meta.url).resolve('@temporalio/proto/protos/json-module.js');
const every = createRequire(import.meta.url)(jsonModule) as protobuf.Root;
const usedBy = (bundle: keyof typeof namingFolders): protobuf.Root =>
  protobuf.Root.fromJSON({
    nested: usedMessages(jsonModule, namingFolders[bundle]),
  }).resolveAll() as protobuf.Root;
every.resolveAll();

function typesOf(namespace: protobuf.NamespaceBase): protobuf.Type[] {
  const nested = namespace.nestedArray.filter((one) => one instanceof protobuf.Namespace);
  return [...(namespace instanceof protobuf.Type ? [namespace] : []), ...nested.flatMap(typesOf)];
}

const fieldsOf = (root: protobuf.Root, name: string) => root.lookupType(name).toJSON().fields;

const WORKFLOW_SERVICE = 'temporal.api.workflowservice.v1.WorkflowService';
const namesOf = (root: protobuf.NamespaceBase): string[] => typesOf(root).map(({ fullName }) => fullName);

describe.each(['cli', 'worker', 'thread'] as const)('the messages of the bundle %s', (bundle) => {
  const used = usedBy(bundle);

  test('have all of their fields, and what these refer to', () => {
    const names = namesOf(used);
    expect(names.length).toBeGreaterThan(100);
    for (const name of names) expect(fieldsOf(used, name)).toEqual(fieldsOf(every, name));
  });

  test('are fewer than half of all', () => {
    expect(typesOf(used).length).toBeLessThan(typesOf(every).length / 2);
  });
});

test('the calls of the client and of our own code are left in, and most others are not', () => {
  const methods = Object.keys(usedBy('cli').lookupService(WORKFLOW_SERVICE).methods);
  expect(methods).toEqual(
    expect.arrayContaining([
      'DescribeTaskQueue',
      'StartWorkflowExecution',
      'UpdateWorkflowExecution',
      'ListSchedules',
    ]),
  );
  expect(methods).not.toContain('PollWorkflowTaskQueue');
});

test.each(['worker', 'thread'] as const)(
  'what the core exchanges with the bundle %s on behalf of workflows is left in whole',
  (bundle) => {
    const names = new Set(namesOf(usedBy(bundle)));
    const exchanged = ['workflow_activation', 'workflow_commands', 'workflow_completion'];
    for (const name of exchanged.flatMap((part) =>
      namesOf(every.lookup(`coresdk.${part}`) as protobuf.Namespace),
    ))
      expect(names).toContain(name);
  },
);
