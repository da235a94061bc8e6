import { rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { licencesOf } from './licences.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A bundled module finds other files from the place that it has as a single module. */
const ownPlaces = (folder) => ({
  name: 'own places',
  transform: {
    filter: { id: /\/dist\/.*\.js$/, code: /import\.meta\.url/ },
    handler: (code, id) =>
      code.replaceAll(
        'import.meta.url',
        `new URL(${JSON.stringify(relative(folder, id))}, import.meta.url).href`,
      ),
  },
});

/** Node keeps a text with a single character outside of Latin-1 in two bytes each, for as long as its code may run. */
const inAscii = {
  name: 'in ASCII',
  generateBundle(_, files) {
    for (const file of Object.values(files)) if (file.type === 'chunk') file.code = toAscii(file.code);
  },
};

/** The same code, without characters outside of ASCII. */
export const toAscii = (code) =>
  code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Makes a folder of bundles anew, each of one entry with plugins of its own, with their licences and their modules. */
export async function writeBundles(folder, bundles) {
  rmSync(folder, { recursive: true, force: true });
  const outputs = [];
  for (const bundle of bundles) outputs.push(...(await writeBundle(folder, bundle)));
  const chunks = outputs.map(({ fileName, moduleIds }) => [
    fileName,
    moduleIds.map((id) => relative(root, id)),
  ]);
  // For tests, not for users.
  writeFileSync(`${folder}/modules.json`, JSON.stringify(Object.fromEntries(chunks)));
  writeFileSync(`${folder}/LICENCES.txt`, licencesOf(outputs.flatMap(({ moduleIds }) => moduleIds)));
}

async function writeBundle(folder, { name, entry, plugins }) {
  const bundle = await rolldown({
    input: { [name]: entry },
    platform: 'node',
    plugins: [ownPlaces(folder), ...plugins, inAscii],
    // Only diagnostics of gRPC that nothing here turns on would load it.
    external: ['@grpc/proto-loader'],
  });
  const { output } = await bundle.write({
    dir: folder,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    comments: false,
  });
  return output;
}
