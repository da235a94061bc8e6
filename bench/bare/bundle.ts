import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Bundles the bare workflows into a file, once for all workers. */
export async function bundleBareWorkflows(file: string): Promise<void> {
  const workflowsPath = fileURLToPath(new URL('./workflows.ts', import.meta.url));
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  await writeFile(file, code);
}
