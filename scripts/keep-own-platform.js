// Deletes the builds of Temporal's native core for other platforms, 100 MB of them: for an image, not for a package.
import { readdir, rm } from 'node:fs/promises';
import { arch, platform } from 'node:process';
import { fileURLToPath } from 'node:url';

const releases = fileURLToPath(new URL('../node_modules/@temporalio/core-bridge/releases/', import.meta.url));
const machine = { x64: 'x86_64', arm64: 'aarch64' }[arch] ?? arch;
const system = { linux: 'unknown-linux-gnu', darwin: 'apple-darwin', win32: 'pc-windows-msvc' }[platform];
const own = `${machine}-${system}`;
const builds = await readdir(releases);
if (!builds.includes(own))
  throw new Error(`Temporal's core has no build for ${own}: it has ${builds.join(', ')}`);
for (const build of builds)
  if (build !== own) await rm(new URL(`file://${releases}${build}`), { recursive: true });
