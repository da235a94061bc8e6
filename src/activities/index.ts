import { activeRuns } from './sweep/active-runs.js';
import { cancelRun } from './cancel-run.js';
import { checkActivity } from './pipeline/check-activity.js';
import { checkReadiness } from './pipeline/check-readiness.js';
import { createEvaluationTask } from './create-evaluation-task.js';
import { createRunExperimentTask } from './create-run-experiment-task.js';
import { defaultReceivers } from './notification/default-receivers.js';
import { deleteTask } from './delete-task.js';
import type { ActivityDeps } from './base/deps.js';
import type { GateRequest } from '../model/gate/gate.js';
import { durable } from './base/durable.js';
import { evaluate, evaluateItems } from './pipeline/evaluate.js';
import { findChainedRuns } from './run/find-chained-runs.js';
import { findOrphans } from './sweep/find-orphans.js';
import { findTask } from './find-task.js';
import { gather } from './base/gather.js';
import { getRun } from './get-run.js';
import { getTask } from './get-task.js';
import { keepQuality } from './quality/keep-quality.js';
import { listRuns } from './list-runs.js';
import { listTasks } from './list-tasks.js';
import { lookUps } from './trigger/look-ups.js';
import { patientLook, patientRead } from './base/patient-look.js';
import { planPipeline } from './pipeline/plan-pipeline.js';
import { qualityReader, readQuality } from './quality/read-quality.js';
import { recordCoverage } from './coverage/record-coverage.js';
import { resolveDefinition } from './resolve-definition.js';
import { countWindows } from './quality/count-windows.js';
import { sendNotice } from './notification/send-notice.js';
import { spansInWindow } from './quality/spans-in-window.js';
import { syncCoverage } from './coverage/sync-coverage.js';
import { verifyCoverage } from './coverage/verify-coverage.js';
import { triggerActivities } from './trigger/trigger-activities.js';
import { tasksInScope } from './sweep/tasks-in-scope.js';
import { unknownActivity } from './pipeline/unknown-activity.js';
import { updateTask } from './update-task.js';
import { newSharedWaits } from './run/shared-waits.js';
import { waitActivities } from './run/wait-activities.js';
import { whyEmpty } from './quality/why-empty.js';
import { advanceWatermark, readWatermark } from './schedule/watermark.js';
import { windowsOfFiring } from './schedule/windows-of-firing.js';

export type { ActivityDeps } from './base/deps.js';

/** All activities of the worker, by the names under which workflows call them. */
export function createActivities(deps: ActivityDeps) {
  const ups = lookUps(deps);
  const read = qualityReader(deps);
  const waits = newSharedWaits();
  return {
    listTasks: durable('listTasks', listTasks(deps)),
    getTask: durable('getTask', getTask(deps)),
    createEvaluationTask: durable('createEvaluationTask', createEvaluationTask(deps)),
    createRunExperimentTask: durable('createRunExperimentTask', createRunExperimentTask(deps)),
    updateTask: durable('updateTask', updateTask(deps)),
    deleteTask: durable('deleteTask', deleteTask(deps)),
    listRuns: durable('listRuns', listRuns(deps)),
    getRun: durable('getRun', getRun(deps)),
    cancelRun: durable('cancelRun', cancelRun(deps)),
    ...triggerActivities(deps, waits),
    ...waitActivities(deps, waits),
    findChainedRuns: durable('findChainedRuns', patientLook(findChainedRuns(deps))),
    findTask: durable('findTask', findTask(deps)),
    resolveDefinition: durable('resolveDefinition', resolveDefinition(deps)),
    tasksInScope: durable('tasksInScope', patientLook(tasksInScope(deps), { answers: ['AxNotFound'] })),
    activeRuns: durable('activeRuns', patientLook(activeRuns(deps))),
    findOrphans: durable('findOrphans', findOrphans()),
    recordCoverage: durable('recordCoverage', recordCoverage()),
    keepQuality: durable('keepQuality', keepQuality(deps, read)),
    verifyCoverage: durable('verifyCoverage', patientLook(verifyCoverage(deps), { isBounded: true })),
    countWindows: durable('countWindows', patientLook(countWindows(deps), { isBounded: true })),
    whyEmpty: durable('whyEmpty', whyEmpty(deps)),
    spansInWindow: durable('spansInWindow', patientRead(spansInWindow(deps))),
    syncCoverage: durable('syncCoverage', patientLook(syncCoverage(deps), { isBounded: true })),
    // With the libraries of statistics, for pipelines that have a gate.
    judgeGate: durable('judgeGate', async (request: GateRequest) =>
      (await import('./gate/judge-gate.js')).judgeGate(deps, read)(request),
    ),
    readQuality: durable('readQuality', patientLook(readQuality(read), { isBounded: true })),
    checkReadiness: durable('checkReadiness', checkReadiness(deps)),
    checkActivity: durable('checkActivity', checkActivity(deps)),
    evaluate: durable('evaluate', evaluate()),
    evaluateItems: durable('evaluateItems', evaluateItems()),
    windowsOfFiring: durable('windowsOfFiring', windowsOfFiring()),
    planPipeline: durable('planPipeline', planPipeline()),
    readWatermark: durable('readWatermark', readWatermark()),
    advanceWatermark: durable('advanceWatermark', advanceWatermark()),
    defaultReceivers: durable('defaultReceivers', defaultReceivers(deps)),
    sendNotice: durable('sendNotice', sendNotice(deps)),
    listSpaces: durable('listSpaces', ups.listSpaces),
    listProjects: durable('listProjects', ups.listProjects),
    listDatasets: durable('listDatasets', ups.listDatasets),
    listEvaluators: durable('listEvaluators', ups.listEvaluators),
    listEvaluatorVersions: durable('listEvaluatorVersions', ups.listEvaluatorVersions),
    listAiIntegrations: durable('listAiIntegrations', ups.listAiIntegrations),
    listIntegrations: durable('listIntegrations', ups.listIntegrations),
    listExperiments: durable('listExperiments', ups.listExperiments),
    listExperimentRuns: durable('listExperimentRuns', ups.listExperimentRuns),
    nameResources: durable('nameResources', ups.nameResources),
    // Not logged: it does nothing but wait.
    gather: gather(),
    /** The SDK calls it for names that are not here. */
    default: unknownActivity,
  };
}

/** All of them, by name: for `proxyActivities` in workflows of your own. */
export type Activities = ReturnType<typeof createActivities>;
