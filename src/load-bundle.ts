import { createRequire } from 'node:module';
import * as nodeModule from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script, constants } from 'node:vm';
import { readCacheFolder } from './config/cache-folder.js';
import { processEnvironment } from './config/environment.js';
import { hasFolder, keepCode, readCode } from './kept-code.js';

/**
 * Loads the bundle of the command line with its machine code of earlier calls, which Node keeps by itself from 22.1 on.
 * Compiling is most of what a short command costs.
 */
export function loadBundle<Exports>(path: string): Exports {
  const folder = join(readCacheFolder(processEnvironment()), 'code');
  const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown };
  if (enableCompileCache === undefined) return loadChunks(path, join(folder, process.version)) as Exports;
  if (hasFolder(folder)) enableCompileCache(folder);
  return createRequire(path)(path) as Exports;
}

// A process may end without: what runs until it is killed keeps nothing.
const toKeep: { place: string; script: Script }[] = [];
process.once('exit', () => {
  for (const { place, script } of toKeep) keepCode(place, () => script.createCachedData());
});

type Require = (name: string) => unknown;
type Chunk = (exports: object, require: Require, module: object, path: string, folder: string) => void;

/** What `require` does, for files that lie in one folder. */
function loadChunks(entry: string, codeFolder: string): unknown {
  const requirePackage = createRequire(entry);
  const modules = new Map<string, { exports: object }>();
  const requireChunk: Require = (name) => {
    if (!name.startsWith('./')) return requirePackage(name) as unknown;
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(name, module);
    const path = join(dirname(entry), name);
    compile(path, codeFolder)(module.exports, requireChunk, module, path, dirname(path));
    return module.exports;
  };
  return requireChunk(`./${basename(entry)}`);
}

function compile(path: string, codeFolder: string): Chunk {
  const kept = readCode(path, codeFolder);
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${kept.source}\n})`,
    {
      filename: path,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      ...(kept.code === null ? {} : { cachedData: kept.code }),
    },
  );
  // At the end, the code of the functions that were called is there too.
  if (kept.code === null || script.cachedDataRejected === true) toKeep.push({ place: kept.place, script });
  return script.runInThisContext() as Chunk;
}
