import { pipSource } from '../../../src/temporal/binaries/fetch-with-pip.js';
import type { PinnedTool } from '../../../src/temporal/binaries/pinned-binaries.js';
import { ensurePinned } from '../../../src/temporal/ensure-server.js';
import type { Environment } from '../../../src/temporal/environment.js';

/** Run as a process of its own: ensures the tool its parent sends, tells every line and then the path. */
process.once('message', ({ tool, env }: { tool: PinnedTool; env: Environment }) => {
  const report = (line: string) => process.send?.({ line });
  const probed = { ...tool, probeAnswer: /^temporal version (\d+\.\d+\.\d+)/m };
  void ensurePinned(probed, { env, report, sources: [pipSource] }).then((path) => {
    process.send?.({ path });
    process.disconnect();
  });
});
