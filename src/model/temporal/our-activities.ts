/**
 * The activities that the worker has by itself. A pipeline's `activity` must be none of them: some change tasks or spend
 * money, behind the back of what keeps a trigger to one.
 */
export const OUR_ACTIVITIES: readonly string[] = [
  'listTasks',
  'getTask',
  'createEvaluationTask',
  'createRunExperimentTask',
  'updateTask',
  'deleteTask',
  'listRuns',
  'getRun',
  'cancelRun',
  'triggerRun',
  'awaitRuns',
  'awaitTurn',
  'readFence',
  'findRuns',
  'findChainedRuns',
  'findExperiment',
  'findTask',
  'findWindowRuns',
  'resolveDefinition',
  'lookUpTask',
  'tasksInScope',
  'activeRuns',
  'findOrphans',
  'recordCoverage',
  'syncCoverage',
  'judgeGate',
  'checkReadiness',
  'evaluate',
  'evaluateItems',
  'windowsOfFiring',
  'planPipeline',
  'readWatermark',
  'advanceWatermark',
  'listSpaces',
  'listProjects',
  'listDatasets',
  'listEvaluators',
  'listEvaluatorVersions',
  'listAiIntegrations',
  'listIntegrations',
  'listExperiments',
  'listExperimentRuns',
  'default',
];

/** The failure of an activity that the worker does not have. */
export const UNKNOWN_ACTIVITY = 'UnknownActivity';

export const notForPipelines = (name: string): string =>
  `${JSON.stringify(name)}, an activity of ax-tasks itself, expected one of your own worker`;
