/**
 * The activities of ax-tasks itself. A pipeline's `activity` must not be one of them: some change tasks or cost money, and
 * would bypass what prevents a second trigger.
 */
export const BUILT_IN_ACTIVITIES: readonly string[] = [
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
  'takeDatasetTurn',
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
  'keepQuality',
  'syncCoverage',
  'verifyCoverage',
  'countWindows',
  'spansInWindow',
  'whyEmpty',
  'judgeGate',
  'readQuality',
  'checkReadiness',
  'checkActivity',
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
  'nameResources',
  'default',
];

/** Failure type of an activity that the worker does not have. */
export const UNKNOWN_ACTIVITY = 'UnknownActivity';

export const notForPipelines = (name: string): string =>
  `${JSON.stringify(name)}, a built-in activity of ax-tasks: name an activity of your own worker`;
