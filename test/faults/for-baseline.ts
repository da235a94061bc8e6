import type { Point, Script, Shape, Target } from './kinds/kind.js';

/** The official client triggers no experiments; runs of others and chains are no matter of a plain loop. */
const SHAPES: Record<Shape, Shape> = {
  window: 'window',
  dataset: 'dataset',
  experiment: 'dataset',
  attached: 'window',
  pipeline: 'window',
};

const TARGETS: Record<Target, Target> = {
  trigger: 'trigger',
  look: 'look',
  cancel: 'cancel',
  // Requests that a baseline does not send: it meets the same trouble at the trigger.
  task: 'trigger',
  fence: 'trigger',
  'next-task': 'trigger',
};

/** The same trial for a client without fence, chain or experiments. */
export function forBaseline(script: Script): Script {
  const { point } = script;
  const moved: Point | null = point?.by === 'simulator' ? { ...point, target: TARGETS[point.target] } : point;
  return { ...script, shape: SHAPES[script.shape], point: moved };
}
