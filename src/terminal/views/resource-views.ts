import type { EvaluatorVersion, Experiment, Space, SpaceResource } from '../../model/api/resources.js';
import type { Style } from '../style.js';
import { formatTable } from '../text/table.js';
import type { Column } from '../text/table-layout.js';
import { relativeTime } from '../text/time.js';

const NAME: Column<{ name: string }> = {
  title: 'NAME',
  value: ({ name }) => name,
  wraps: true,
  tone: () => 'strong',
};
const ID: Column<{ id: string }> = { title: 'ID', value: ({ id }) => id };

export const spaceTable = (spaces: readonly Space[], style: Style): string[] =>
  spaces.length === 0 ? ['No spaces.'] : formatTable([NAME, ID], spaces, style);

/** Projects, datasets, evaluators or integrations; `what` names them. The type is shown if any has one. */
export function resourceTable(what: string, items: readonly SpaceResource[], style: Style): string[] {
  if (items.length === 0) return [`No ${what}.`];
  const type: Column<SpaceResource> = {
    title: 'TYPE',
    value: (item) => item.type?.toLowerCase() ?? '–',
    drop: 1,
  };
  return formatTable([NAME, ...(items.some((item) => item.type !== null) ? [type] : []), ID], items, style);
}

/** An experiment with the name of its dataset, and its page in the Arize UI; null if unknown. */
export interface ShownExperiment extends Experiment {
  datasetName: string | null;
  arizeUrl: string | null;
}

export const experimentTable = (experiments: readonly ShownExperiment[], style: Style): string[] =>
  experiments.length === 0
    ? ['No experiments.']
    : formatTable(
        [
          NAME,
          ID,
          {
            title: 'DATASET',
            value: ({ datasetName, datasetId }) => datasetName ?? datasetId ?? '–',
            drop: 1,
          },
        ],
        experiments,
        style,
      );

export const evaluatorVersionTable = (
  versions: readonly EvaluatorVersion[],
  style: Style,
  nowMs: number,
): string[] =>
  versions.length === 0
    ? ['No versions.']
    : formatTable(
        [
          { title: 'ID', value: ({ id }) => id },
          { title: 'COMMIT', value: ({ commitHash }) => commitHash?.slice(0, 8) ?? '–', drop: 1 },
          { title: 'CREATED', value: ({ createdAt }) => relativeTime(createdAt, nowMs), drop: 2 },
          { title: 'MESSAGE', value: ({ commitMessage }) => commitMessage ?? '', wraps: true },
        ],
        versions,
        style,
      );
