import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs/light.js';
import { expect, test } from 'vitest';
import { usedMessages } from '../scripts/bundle/used-messages.js';

const jsonModule = createRequire(import.meta.url).resolve('@temporalio/proto/protos/json-module.js');
const every = createRequire(import.meta.url)(jsonModule) as protobuf.Root;
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const used = protobuf.Root.fromJSON({ nested: usedMessages(jsonModule, dist) });
for (const root of [every, used]) root.resolveAll();

function typesOf(namespace: protobuf.NamespaceBase): protobuf.Type[] {
  const nested = namespace.nestedArray.filter((one) => one instanceof protobuf.Namespace);
  return [...(namespace instanceof protobuf.Type ? [namespace] : []), ...nested.flatMap(typesOf)];
}

const fieldsOf = (root: protobuf.Root, name: string) => root.lookupType(name).toJSON().fields;

test('each message that is left in has all of its fields, and what these refer to', () => {
  const names = typesOf(used).map(({ fullName }) => fullName);
  expect(names.length).toBeGreaterThan(200);
  for (const name of names) expect(fieldsOf(used, name)).toEqual(fieldsOf(every, name));
});

test('the calls of the client and of our own code are left in, and most others are not', () => {
  const service = 'temporal.api.workflowservice.v1.WorkflowService';
  const methods = Object.keys(used.lookupService(service).methods);
  expect(methods).toEqual(
    expect.arrayContaining([
      'DescribeTaskQueue',
      'StartWorkflowExecution',
      'UpdateWorkflowExecution',
      'ListSchedules',
    ]),
  );
  expect(methods).not.toContain('PollWorkflowTaskQueue');
  expect(typesOf(used).length).toBeLessThan(typesOf(every).length / 2);
});
