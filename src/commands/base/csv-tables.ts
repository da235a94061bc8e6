import type { BackfillPreview } from '../../model/backfill/backfill-preview.js';
import { windowsIn } from '../../model/backfill/window-list.js';
import { toUtc } from '../../model/time/window.js';
import type { QualityDocument } from '../quality/quality-document.js';
import { formatCsv } from '../../terminal/text/csv.js';

/** The columns of a document as CSV: members of its data, or of each item in the list `rows`, by their path. */
interface CsvTable {
  rows?: string | ((data: unknown) => readonly unknown[]);
  columns: readonly string[];
}

const columns = (text: string): string[] => text.split(' ');

const TASK = columns(
  'id name type projectId datasetId samplingRate isContinuous queryFilter evaluators experimentIds lastRunAt createdAt updatedAt projectName datasetName arizeUrl',
);
const TASK_RUN = columns(
  'id taskId status experimentId runStartedAt runFinishedAt dataStartTime dataEndTime counts.successes counts.errors counts.skipped failureReason createdAt taskName experimentName',
);
const RESOURCE = columns('id name type spaceId arizeUrl');
const CONCLUDED = columns('workflowId uiUrl status startedAt endedAt');
const COUNTS = columns('result.counts.successes result.counts.errors result.counts.skipped');
const SCHEDULE_COUNTS = columns(
  'counts.good counts.running counts.failed counts.cancelled counts.untaken counts.buffered counts.missed',
);

/** Columns are added at the end, so that scripts that count them keep working. */
const TABLES = {
  task: { columns: TASK },
  tasks: { rows: 'items', columns: TASK },
  deleted: { columns: columns('task') },
  'ensured-task': { columns: columns('action isDryRun task.id task.name changes') },
  'task-run': { columns: TASK_RUN },
  'task-runs': { rows: 'items', columns: TASK_RUN },
  spaces: { rows: 'items', columns: columns('id name') },
  projects: { rows: 'items', columns: RESOURCE },
  datasets: { rows: 'items', columns: RESOURCE },
  evaluators: { rows: 'items', columns: RESOURCE },
  'evaluator-versions': { rows: 'items', columns: columns('id commitHash commitMessage createdAt') },
  experiments: { rows: 'items', columns: columns('id name datasetId spaceId datasetName arizeUrl') },
  integrations: { rows: 'items', columns: columns('id name type spaceId') },
  'run-started': { columns: columns('runId workflowId uiUrl status') },
  run: {
    columns: [
      ...CONCLUDED,
      ...columns('runId result.taskId result.taskName result.verdict result.outcome.kind'),
      ...columns('result.window.dataStartTime result.window.dataEndTime result.experimentId'),
      ...columns('result.run.counts.successes result.run.counts.errors result.run.counts.skipped'),
    ],
  },
  pipeline: {
    rows: 'result.steps',
    columns: columns(
      'id kind state reason attempts startedAt endedAt result.taskId result.runId result.verdict result.outcome.kind result.run.counts.successes result.run.counts.errors result.run.counts.skipped result.experimentId result.taskName',
    ),
  },
  'pipeline-started': { columns: columns('name workflowId uiUrl attached') },
  plan: {
    rows: 'steps',
    columns: columns('id kind level isFinally needs task space found.id found.type runs problems'),
  },
  validated: { rows: 'files', columns: columns('file isValid name steps problems') },
  explanation: { rows: 'steps', columns: columns('id stage sentences next') },
  workflows: { rows: 'workflows', columns: columns('workflowId type status startedAt closedAt uiUrl') },
  workflow: { columns: columns('workflowId uiUrl result') },
  status: {
    columns: columns(
      'workflowId type status startedAt closedAt pausedAt deadlineAt uiUrl backfill.progress.windows backfill.progress.runs',
    ),
  },
  watch: { columns: columns('workflowId uiUrl ended') },
  answer: { columns: columns('workflowId step message by uiUrl') },
  sweep: {
    rows: 'result.orphans',
    columns: columns('runId taskId taskName status createdAt did why'),
  },
  notifications: { rows: 'notifications', columns: columns('workflowId state at kind subject title to') },
  'notification-test': { columns: columns('to delivered channel answer') },
  'sweep-schedule': { columns: columns('scheduleId done everyMs action') },
  backfills: {
    rows: 'backfills',
    columns: columns(
      'workflowId status startedAt closedAt plan.task.id plan.task.name plan.range.dataStartTime plan.range.dataEndTime plan.slice plan.windows progress.windows progress.runs progress.counts.successes progress.counts.errors progress.counts.skipped uiUrl',
    ),
  },
  'backfill-plan': {
    rows: (data) =>
      windowsIn((data as BackfillPreview).plan.windows).map(({ startMs, endMs }) => ({
        dataStartTime: toUtc(startMs),
        dataEndTime: toUtc(endMs),
      })),
    columns: columns('dataStartTime dataEndTime'),
  },
  'backfill-started': { columns: columns('workflowId uiUrl task.id task.name attached windows') },
  backfill: {
    columns: [
      ...CONCLUDED,
      ...columns('result.task.id result.task.name result.verdict result.range.dataStartTime'),
      ...columns('result.range.dataEndTime result.windows result.runs'),
      ...COUNTS,
    ],
  },
  coverage: {
    rows: 'stretches',
    columns: columns('state dataStartTime dataEndTime runs counts.successes counts.errors counts.skipped'),
  },
  'coverage-missing': { rows: 'missing', columns: columns('dataStartTime dataEndTime') },
  quality: {
    rows: (data) =>
      (data as QualityDocument).trends.flatMap(({ points, evaluation, measure, label }) =>
        points.map((point) => ({ evaluation, measure, label, ...point })),
      ),
    columns: columns(
      'evaluation measure label dataStartTime dataEndTime windows spans isSample value samples summary.evaluated summary.count summary.mean summary.sd summary.min summary.q1 summary.median summary.q3 summary.max summary.unreadable summary.labels',
    ),
  },
  'coverage-verification': {
    rows: 'findings',
    columns: columns('dataStartTime dataEndTime state spans evaluated without late'),
  },
  schedules: {
    rows: 'schedules',
    columns: columns(
      'name scheduleId times work isPaused next last.workflowId last.state last.startedAt missed problems',
    ),
  },
  schedule: {
    columns: columns('definition.name times window work policies appliedAt report.isPaused'),
  },
  'schedule-preview': { rows: 'firings', columns: columns('at local windows') },
  'schedules-applied': {
    rows: 'schedules',
    columns: columns('name scheduleId deed isDryRun isPaused changes'),
  },
  'schedules-checked': {
    rows: 'schedules',
    columns: ['name', 'scheduleId', 'isPaused', 'since', ...SCHEDULE_COUNTS, 'problems'],
  },
  'schedule-state': { columns: columns('scheduleId state note') },
  'schedule-triggered': { columns: columns('scheduleId at how workflowId uiUrl') },
  'schedule-backfilled': { columns: columns('scheduleId overlap times leftOut') },
  'schedule-deleted': { columns: columns('scheduleId isDeleted isWatermarkDeleted') },
  doctor: { rows: 'checks', columns: columns('name state found advice') },
  'search-attributes': { rows: 'attributes', columns: columns('name type state') },
} satisfies Record<string, CsvTable>;

/** Documents of commands that serve something, which take no `-o csv`. */
type ServingKind = 'codec-server' | 'demo' | 'dev' | 'temporal-server';

/** The `kind` of a JSON document. */
export type DocumentKind = keyof typeof TABLES | ServingKind;

/** A document as CSV: a row for each item of a list, or one row. */
export function csvOf(kind: DocumentKind, data: unknown): string {
  const table: CsvTable | undefined = (TABLES as Record<string, CsvTable>)[kind];
  if (table === undefined) throw new Error(`${kind} has no columns`);
  const items = rowsOf(table, data);
  return formatCsv(
    table.columns,
    items.map((item) => table.columns.map((path) => memberAt(item, path))),
  );
}

function rowsOf({ rows }: CsvTable, data: unknown): readonly unknown[] {
  if (rows === undefined) return [data];
  return typeof rows === 'string' ? (memberAt(data, rows) as readonly unknown[]) : rows(data);
}

const memberAt = (item: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], item);
