import { dirname } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const MAX_FILES_IN_FOLDER = 25;

/**
 * Checks how src is built: the rules of .dependency-cruiser.js, no folders that import one another in a circle at run
 * time, and no crowded folder. Prints each problem, then the count of each kind.
 */
const options = await extractDepcruiseOptions('./.dependency-cruiser.js');
const { output } = await cruise(['src'], options, undefined, { tsConfig: extractTSConfig('tsconfig.json') });
const modules = output.modules.filter(({ source }) => source.startsWith('src/'));
const graph = folderGraph();
const problems = [
  ...output.summary.violations.map(brokenRule),
  ...knotsOf().map((folders) => ({ kind: 'knot of folders', text: knotText(folders) })),
  ...crowdedFolders(),
];
for (const { kind, text } of problems) console.log(`${kind}: ${text}`);
console.log(summary());
process.exitCode = problems.length > 0 ? 1 : 0;

function brokenRule({ rule, from, to, cycle }) {
  const path = cycle === undefined ? [from, to] : [from, ...cycle.map(({ name }) => name)];
  return { kind: rule.name, text: path.join(' → ') };
}

/** What each folder imports from other folders at run time: `folder → other folder → the imports`. */
function folderGraph() {
  const graph = new Map(modules.map(({ source }) => [dirname(source), new Map()]));
  for (const { source, dependencies } of modules) {
    for (const { resolved, dependencyTypes } of dependencies) {
      const [from, to] = [dirname(source), dirname(resolved)];
      if (from === to || !resolved.startsWith('src/') || dependencyTypes.includes('type-only')) continue;
      graph.get(from).set(to, [...(graph.get(from).get(to) ?? []), `${source} → ${resolved}`]);
    }
  }
  return graph;
}

/** The largest groups of folders in which each reaches every other. */
function knotsOf() {
  const reachable = new Map([...graph.keys()].map((folder) => [folder, reachableFrom(folder)]));
  const groups = new Map();
  for (const [folder, reached] of reachable) {
    const group = [...reached].filter((other) => other !== folder && reachable.get(other).has(folder));
    if (group.length > 0) groups.set([folder, ...group].sort().join(), [folder, ...group].sort());
  }
  return [...groups.values()];
}

/** The folders, and for each two that import one another the imports of the direction that has fewer. */
function knotText(folders) {
  const links = folders.flatMap((folder) =>
    folders.flatMap((other) => {
      const there = graph.get(folder).get(other) ?? [];
      const back = graph.get(other).get(folder) ?? [];
      const isWeaker = there.length < back.length || (there.length === back.length && folder < other);
      return back.length > 0 && isWeaker ? there : [];
    }),
  );
  return [folders.join(', '), ...links].join('\n    ');
}

function reachableFrom(start) {
  const reached = new Set();
  const waiting = [start];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const next = [...graph.get(folder).keys()].filter((other) => !reached.has(other));
    for (const other of next) reached.add(other);
    waiting.push(...next);
  }
  return reached;
}

function crowdedFolders() {
  const counts = new Map();
  for (const { source } of modules) counts.set(dirname(source), (counts.get(dirname(source)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > MAX_FILES_IN_FOLDER)
    .map(([folder, count]) => ({
      kind: 'crowded folder',
      text: `${folder} has ${count} files, expected at most ${MAX_FILES_IN_FOLDER}`,
    }));
}

function summary() {
  const counts = new Map([
    ['circle of files', 0],
    ['knot of folders', 0],
    ['crowded folder', 0],
  ]);
  for (const { kind } of problems) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [`${modules.length} files`, ...[...counts].map(([kind, count]) => `${kind}: ${count}`)].join('; ');
}
