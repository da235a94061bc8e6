import { isResourceId } from '../../model/api/resource-id.js';
import { parseDurationMs } from '../../model/time/duration.js';
import { BUILT_IN_ACTIVITIES } from '../../model/temporal/built-in-activities.js';
import type { Finding, Loose } from '../document/finding.js';
import { isRecord, membersAmong } from '../document/loose-step.js';

const OF_SPANS = ['quietFor', 'checks', 'filter', 'project'];
const OF_ACTIVITY = ['every', 'looks'];
const MAX_COUNTS = 500;
const MINUTE_MS = 60_000;

/** Checks `settle`; `space` is the default space. */
export function checkSettle(data: Loose, space: string | undefined): Finding[] {
  const { settle, window } = data;
  if (!isRecord(settle)) return [];
  const isOwn = settle['activity'] !== undefined;
  return [
    ...finding(window === undefined, [], 'has no effect without `window`'),
    ...(isOwn ? ofActivity(settle) : [...ofSpans(settle), ...projectFindings(data, settle, space)]),
    ...pace(settle, isOwn),
  ].map((one) => ({ ...one, path: ['settle', ...one.path] }));
}

const ofActivity = (settle: Loose): Finding[] => [
  ...membersAmong(settle, OF_SPANS).map((member) =>
    key(member, 'cannot be combined with activity: an activity of your own counts as it likes'),
  ),
  ...finding(
    typeof settle['activity'] === 'string' && BUILT_IN_ACTIVITIES.includes(settle['activity']),
    ['activity'],
    `is ${JSON.stringify(settle['activity'])}, a built-in activity of ax-tasks: name an activity of your own worker`,
  ),
  ...single('looks', settle['looks']),
];

const ofSpans = (settle: Loose): Finding[] => [
  ...membersAmong(settle, OF_ACTIVITY).map((member) =>
    key(member, 'applies to activity: use quietFor and checks'),
  ),
  ...single('checks', settle['checks']),
];

const single = (member: string, value: unknown): Finding[] =>
  finding(value === 1, [member], 'is 1, expected at least 2: a single count shows no trend');

function projectFindings(
  { pipeline, space: own }: Loose,
  settle: Loose,
  space: string | undefined,
): Finding[] {
  const { project } = settle;
  if (project === undefined) {
    const message = 'is missing: a pipeline has no project of its own whose spans could be counted';
    return finding(pipeline !== undefined, ['project'], message);
  }
  const isName = typeof project === 'string' && !isResourceId(project);
  const message = `is ${JSON.stringify(project)}, a name: set \`space\` (or ARIZE_SPACE), or use its ID`;
  return finding(isName && own === undefined && space === undefined, ['project'], message);
}

/** Too many counts until the timeout fill a history; a timeout before the last of them lets nothing settle. */
function pace(settle: Loose, isOwn: boolean): Finding[] {
  const timeoutMs = msOf(settle['timeout'], 360 * MINUTE_MS);
  const member = isOwn ? 'every' : 'quietFor';
  const lengthMs = msOf(settle[member], isOwn ? 10 * MINUTE_MS : 20 * MINUTE_MS);
  const gaps = gapsOf(settle, isOwn);
  if (timeoutMs <= 0 || lengthMs <= 0) return [];
  const everyMs = isOwn ? lengthMs : lengthMs / gaps;
  return [
    ...finding(
      timeoutMs / everyMs > MAX_COUNTS,
      [member],
      `allows more than ${MAX_COUNTS} counts until the timeout: use a longer interval`,
    ),
    ...finding(
      everyMs * gaps > timeoutMs,
      ['timeout'],
      'ends before there can be enough equal counts: use a longer timeout',
    ),
  ];
}

/** Between the counts that must be equal. */
function gapsOf(settle: Loose, isOwn: boolean): number {
  const counts = settle[isOwn ? 'looks' : 'checks'] ?? (isOwn ? 2 : 3);
  return typeof counts === 'number' ? Math.max(1, counts - 1) : 1;
}

const msOf = (value: unknown, otherwise: number): number =>
  typeof value === 'string' ? (parseDurationMs(value) ?? 0) : otherwise;

const key = (member: string, message: string): Finding => ({ path: [member], at: 'key', message });

const finding = (isWrong: boolean, path: Finding['path'], message: string): Finding[] =>
  isWrong ? [{ path, message, ...(path.length === 0 ? { at: 'key' as const } : {}) }] : [];
