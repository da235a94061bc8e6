import assert from 'node:assert';
import { AsyncLocalStorage } from 'node:async_hooks';
import { readFile } from 'node:fs/promises';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { workflowBundlePath } from '../../src/create-worker.js';

const built = (encrypts: boolean): string => workflowBundlePath({ encrypts }).replace('/src/', '/dist/');

/** What a bundle evaluates: at first, once more per worker, and then for each workflow. */
async function modulesOf(bundle: string): Promise<{ shared: Set<string>; own: string[] }> {
  const cache: Record<string, unknown> = {};
  const globals = { URL, TextEncoder, TextDecoder, AbortController, AsyncLocalStorage, assert };
  const context = createContext({ ...globals, __webpack_module_cache__: cache });
  runInContext(await readFile(bundle, 'utf8'), context);
  runInContext('__TEMPORAL__.preloadModules()', context);
  const shared = new Set(Object.keys(cache));
  runInContext('__TEMPORAL__.importInterceptors(); __TEMPORAL__.importWorkflows()', context);
  return { shared, own: Object.keys(cache).filter((path) => !shared.has(path)) };
}

test.each([false, true])(
  'a worker evaluates all modules of its workflows once, but for those of callable/ (encrypts: %s)',
  async (encrypts) => {
    const { shared, own } = await modulesOf(built(encrypts));
    expect(own).toContain('./dist/workflows/callable/as-child.js');
    expect(own.filter((path) => !/^\.\/dist\/workflows\/(callable\/|index\.js)/.test(path))).toEqual([]);
    expect([...shared].filter((path) => path.startsWith('./dist/workflows/callable/'))).toEqual([]);
    expect(shared).toContain('./dist/workflows/run/run-task.js');
  },
);
