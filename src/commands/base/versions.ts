import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The versions that a report about a problem needs. */
export const versions = (): Readonly<Record<string, string>> => ({
  'ax-tasks': versionOf('../../../package.json'),
  'Temporal SDK': versionOf('@temporalio/client/package.json'),
  Node: process.versions.node,
});

export const versionLines = (): string =>
  Object.entries(versions())
    .map(([name, version]) => `${name} ${version}\n`)
    .join('');

const versionOf = (path: string): string => (require(path) as { version: string }).version;
