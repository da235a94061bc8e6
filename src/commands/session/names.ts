import type { NameResourcesRequest } from '../../model/api/requests.js';
import type { Experiment, ResourceName } from '../../model/api/resources.js';
import type { TaskRun } from '../../model/api/task-run.js';
import type { Task } from '../../model/api/task.js';
import type { StepResult } from '../../model/pipeline/results.js';
import type { ShownExperiment } from '../../terminal/views/resource-views.js';
import type { ShownRun } from '../../terminal/views/run-views.js';
import type { ShownTask } from '../../terminal/views/task-views.js';
import { CliError } from '../base/cli-error.js';
import { runOperation } from './run-operation.js';
import type { Session } from './session.js';

/** Adds the names of what tasks run on, and where it is in the Arize UI. */
export async function showTasks(session: Session, tasks: readonly Task[]): Promise<ShownTask[]> {
  const known = await namesOf(session, {
    projects: idsOf(tasks.map(({ projectId }) => projectId)),
    datasets: idsOf(tasks.map(({ datasetId }) => datasetId)),
  });
  return tasks.map((task) => {
    const project = known.get(task.projectId ?? '') ?? null;
    const dataset = known.get(task.datasetId ?? '') ?? null;
    const arizeUrl =
      project === null ? session.arizeUrl('datasets', dataset) : session.arizeUrl('projects', project);
    return { ...task, projectName: project?.name ?? null, datasetName: dataset?.name ?? null, arizeUrl };
  });
}

/** Adds the names of tasks and experiments. */
export async function showRuns(session: Session, runs: readonly TaskRun[]): Promise<ShownRun[]> {
  const known = await namesOf(session, {
    tasks: idsOf(runs.map(({ taskId }) => taskId)),
    experiments: idsOf(runs.map(({ experimentId }) => experimentId)),
  });
  return runs.map((run) => ({
    ...run,
    taskName: known.get(run.taskId)?.name ?? null,
    experimentName: known.get(run.experimentId ?? '')?.name ?? null,
  }));
}

/** Adds the names of datasets, and where a dataset shows its experiments in the Arize UI. */
export async function showExperiments(
  session: Session,
  experiments: readonly Experiment[],
): Promise<ShownExperiment[]> {
  const known = await namesOf(session, { datasets: idsOf(experiments.map(({ datasetId }) => datasetId)) });
  return experiments.map((experiment) => {
    const { datasetId: id, spaceId } = experiment;
    const url = id === null ? null : session.arizeUrl('datasets', { id, spaceId });
    return {
      ...experiment,
      datasetName: known.get(id ?? '')?.name ?? null,
      arizeUrl: url === null ? null : `${url}?selectedTab=experiments`,
    };
  });
}

/** Adds where the Arize UI shows the projects of what evaluations said; nothing where it is not set up. */
export async function withProjectUrls(session: Session, steps: readonly StepResult[]): Promise<StepResult[]> {
  const projects = idsOf(steps.map(({ quality }) => quality?.projectId ?? null));
  const isSetUp = session.arizeUrl('projects', { id: 'any', spaceId: 'any' }) !== null;
  const known = isSetUp ? await namesOf(session, { projects }) : new Map<string, ResourceName>();
  return steps.map((step) => {
    const url = session.arizeUrl('projects', known.get(step.quality?.projectId ?? '') ?? null);
    return step.quality === undefined || url === null
      ? step
      : { ...step, quality: { ...step.quality, projectUrl: url } };
  });
}

const idsOf = (ids: readonly (string | null)[]): string[] =>
  [...new Set(ids.filter((id) => id !== null && id !== ''))] as string[];

/** By ID. A name is a help beside an ID: if it cannot be had, the ID has to do. */
async function namesOf(
  session: Session,
  wanted: NameResourcesRequest,
): Promise<ReadonlyMap<string, ResourceName>> {
  const request = Object.fromEntries(Object.entries(wanted).filter(([, ids]) => ids.length > 0));
  if (Object.keys(request).length === 0) return new Map();
  try {
    const named = await runOperation(session, 'nameResources', request, () => undefined);
    return new Map(named.map((each) => [each.id, each]));
  } catch (error) {
    if (error instanceof CliError) throw error;
    return new Map();
  }
}
