import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import protobuf from 'protobufjs/light.js';

const require = createRequire(import.meta.url);

/**
 * The messages of Temporal's API, as JSON for protobufjs, without those that nothing uses: what the code in these folders
 * names, the services with the methods whose names occur there, and all that these refer to.
 */
export function usedMessages(jsonModule, folders) {
  const root = require(jsonModule).resolveAll();
  const code = codeOf(folders);
  const used = new Set();
  const words = new Set(code.match(/\b[a-z]\w+\b/g));
  for (const name of new Set(code.match(/\b(?:coresdk|temporal|google|grpc)\.[\w.]+/g)))
    use(named(root, name), used, words);
  return withoutUnused(root, used).nested;
}

const codeOf = (folders) =>
  folders
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => join(folder, file)))
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');

/** What a path in code such as `temporal.api.common.v1.Payload.create` begins with. */
function named(root, path) {
  const parts = path.split('.');
  const found = parts.map((_, index) => root.lookup(parts.slice(0, parts.length - index)));
  return found.find((one) => isDefinition(one)) ?? null;
}

const isDefinition = (one) =>
  one instanceof protobuf.Type || one instanceof protobuf.Enum || one instanceof protobuf.Service;

function use(definition, used, words) {
  if (definition === null || used.has(definition)) return;
  used.add(definition);
  if (definition.parent instanceof protobuf.Type) use(definition.parent, used, words);
  for (const field of definition.fieldsArray ?? []) use(field.resolvedType, used, words);
  for (const method of definition.methodsArray ?? []) {
    if (!words.has(method.name[0].toLowerCase() + method.name.slice(1))) continue;
    used.add(method);
    use(method.resolvedRequestType, used, words);
    use(method.resolvedResponseType, used, words);
  }
}

/** A namespace as JSON with what is used in it; null if nothing is. */
function withoutUnused(namespace, used) {
  const { methods, ...json } = namespace.toJSON();
  delete json.nested;
  const kept = (namespace.nestedArray ?? [])
    .map((one) => [one.name, withoutUnused(one, used)])
    .filter(([, one]) => one !== null);
  if (isDefinition(namespace) ? !used.has(namespace) : kept.length === 0) return null;
  return {
    ...json,
    ...(methods === undefined ? {} : { methods: usedOf(methods, namespace, used) }),
    ...(kept.length === 0 ? {} : { nested: Object.fromEntries(kept) }),
  };
}

const usedOf = (methods, service, used) =>
  Object.fromEntries(Object.entries(methods).filter(([name]) => used.has(service.methods[name])));
