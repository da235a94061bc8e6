import { arch, cpus, platform, release, totalmem } from 'node:os';

/** The machine in a line: cores, their model, memory, Node, system. */
export function describeMachine(): string {
  const cores = cpus();
  const model = cores[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cores.length} cores (${model}), ${memory} GiB, Node ${process.versions.node}, ${platform()} ${release()} ${arch()}`;
}
