// Bundles the command line at build time: one file for `--help`, and for each other command the few files that it needs.
// As single modules a short command loads 500 files and the messages of all of Temporal's services, which costs more than
// its work. `dist/starter.js` loads the bundle; processes that start a worker or a simulator load the single modules.
import { rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { licencesOf } from './bundle/licences.js';
import { usedMessages } from './bundle/used-messages.js';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const root = at('..');
const dist = at('../dist');
const folder = `${dist}/cli`;

/** A bundled module finds other files from the place that it has as a single module. */
const ownPlaces = {
  name: 'own places',
  transform: {
    filter: { id: /\/dist\/.*\.js$/, code: /import\.meta\.url/ },
    handler: (code, id) =>
      code.replaceAll(
        'import.meta.url',
        `new URL(${JSON.stringify(relative(folder, id))}, import.meta.url).href`,
      ),
  },
};

/** Of Temporal's 1,400 message types, those that the command line can send or receive. */
const fewerMessages = {
  name: 'fewer messages',
  load: {
    filter: { id: /@temporalio\/proto\/protos\/json-module\.js$/ },
    handler: (id) => `
const protobuf = require('protobufjs/light');
const root = new protobuf.Root();
root.addJSON(JSON.parse(${JSON.stringify(JSON.stringify(usedMessages(id, dist)))}));
module.exports = protobuf.roots['__temporal'] = root;
`,
  },
};

const bundle = await rolldown({
  input: { main: `${dist}/main.js` },
  platform: 'node',
  plugins: [ownPlaces, fewerMessages],
  // Only diagnostics of gRPC that nothing here turns on would load it.
  external: ['@grpc/proto-loader'],
});
rmSync(folder, { recursive: true, force: true });
const { output } = await bundle.write({
  dir: folder,
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name].cjs',
  comments: false,
});
const chunks = output.map(({ fileName, moduleIds }) => [fileName, moduleIds.map((id) => relative(root, id))]);
// For tests, not for users.
writeFileSync(`${folder}/modules.json`, JSON.stringify(Object.fromEntries(chunks)));
writeFileSync(`${folder}/LICENCES.txt`, licencesOf(output.flatMap(({ moduleIds }) => moduleIds)));
