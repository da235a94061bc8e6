import { instant, parseBody } from '../checks/body.js';
import { invalid, notFound } from '../base/problem.js';
import type { World } from '../base/world.js';
import { recordSpans, type SpanRecord } from '../spans/record.js';
import { settleAllByClock } from '../runs/advance.js';
import type { Project } from '../store/resource-types.js';
import type { ScriptedScores } from '../scripts/scores.js';
import type { ScriptedAnnotations } from '../spans/annotations.js';
import { asScores, scoresSchema } from './schemas.js';
import { annotationsSchema, asAnnotations, asSpans, spansSchema } from './span-schemas.js';

/** Adds spans to a project; says how many. Refuses what makes no sense. */
export function addSpans(world: World, body: unknown): number {
  const { project: wanted, spans = [], generate } = asSpans(parseBody(spansSchema, body));
  const project = projectOf(world, wanted);
  if (spans.length > 0) world.spans.spans.addGiven(project, spans);
  if (generate !== undefined) world.spans.spans.addGenerated(project, generate);
  return spans.length + (generate?.count ?? 0);
}

/** Scripts scores. Refuses what makes no sense. */
export function setScores(world: World, body: unknown): ScriptedScores {
  const scores = asScores(parseBody(scoresSchema, body));
  if (scores.project !== undefined) projectOf(world, scores.project);
  return world.scores.add(scores, world.store.experiments.all());
}

/** Scripts annotations. Refuses what makes no sense. */
export function addAnnotations(world: World, body: unknown): ScriptedAnnotations {
  const annotations = asAnnotations(parseBody(annotationsSchema, body));
  projectOf(world, annotations.project);
  return world.spans.annotations.add(annotations);
}

/** The record of a window, as the simulator knows it now. */
export function spansOf(
  world: World,
  project: string,
  startMs: number,
  endMs: number,
): readonly SpanRecord[] {
  settleAllByClock(world, world.options.now());
  return recordSpans(world.spans, projectOf(world, project), startMs, endMs);
}

/** The record of the window that a query names by `project`, `from` and `until`. */
export function queriedSpans(world: World, query: URLSearchParams): readonly SpanRecord[] {
  const project = query.get('project');
  if (project === null) throw invalid('project: is required');
  const [startMs, endMs] = ['from', 'until'].map((name) => {
    const text = query.get(name);
    if (text === null) throw invalid(`${name}: is required`);
    return Date.parse(parseBody(instant, text));
  });
  return spansOf(world, project, startMs ?? 0, endMs ?? 0);
}

function projectOf(world: World, wanted: string): Project {
  const project = world.store.projects.all().find(({ id, name }) => id === wanted || name === wanted);
  if (project === undefined) throw notFound('Project', wanted);
  return project;
}
