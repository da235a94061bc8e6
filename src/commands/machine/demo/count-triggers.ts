import type { PipelineResult } from '../../../model/pipeline/results.js';

interface JournalAnswer {
  requests: { method: string; path: string }[];
}

/** The trigger requests that reached the service, by step. */
export async function countTriggers(
  baseUrl: string,
  { steps }: PipelineResult,
): Promise<Map<string, number>> {
  const answer = await fetch(new URL('/__simulator/journal', baseUrl));
  const { requests } = (await answer.json()) as JournalAnswer;
  const triggered = requests
    .filter(({ method }) => method === 'POST')
    .map(({ path }) => decodeURIComponent(path));
  return new Map(
    steps.map(({ id, result }) => [
      id,
      triggered.filter((path) => path === `/v2/tasks/${result?.taskId}/trigger`).length,
    ]),
  );
}
