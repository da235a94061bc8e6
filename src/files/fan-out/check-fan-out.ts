import type { Finding } from '../document/finding.js';
import { expandMatrix, itemsOfStep, sizeOfMatrix } from './items-of-step.js';
import { jsonBytes, megabytes } from '../../model/base/json.js';
import { MAX_FAN_OUT, MAX_ITEMS_IN_ALL, MAX_ITEM_BYTES } from '../../model/pipeline/plan.js';
import type { FanOutItem } from '../../model/pipeline/plan.js';
import { suggestion } from '../../model/base/near-name.js';
import { isFanOut, isRecord } from '../document/loose-step.js';
import type { LooseStep } from '../document/loose-step.js';
import type { PlacedStep, StepGraph } from '../pipeline/step-graph.js';

/** Checks that a fan-out has at least one item, and not too many. */
export const checkFanOut = ({ step }: PlacedStep): Finding[] => [
  ...checkSize(step),
  ...unknownNames(step),
  ...sameName(step),
];

function checkSize({ matrix, forEach }: LooseStep): Finding[] {
  const size = isRecord(matrix) ? itemsOf(matrix) : Array.isArray(forEach) ? forEach.length : null;
  const member = matrix === undefined ? 'forEach' : 'matrix';
  if (size === 0 && member === 'matrix') {
    return [{ path: ['matrix'], message: 'produces no combination, expected at least one' }];
  }
  if (size === null || size <= MAX_FAN_OUT) return tooLong(member, itemsOfStep({ matrix, forEach }));
  return [{ path: [member], message: `produces ${size} items; the limit is ${MAX_FAN_OUT}` }];
}

/** Checks that the matrix has the names of `exclude`: an entry with another name would exclude nothing. */
function unknownNames({ matrix }: LooseStep): Finding[] {
  if (!isRecord(matrix) || !Array.isArray(matrix['exclude'])) return [];
  const known = Object.keys(matrix).filter((name) => name !== 'include' && name !== 'exclude');
  return (matrix['exclude'] as unknown[]).flatMap((entry, at) =>
    Object.keys(isRecord(entry) ? entry : {})
      .filter((name) => !known.includes(name))
      .map((name): Finding => {
        const message = `is not a name in the matrix${suggestion(name, known)}`;
        return { path: ['matrix', 'exclude', at, name], at: 'key', message };
      }),
  );
}

const READS_ITEM = /\$\{\{.*\b(?:matrix|item|index)\b/s;

/** Checks the experiment name, which must be unique in its dataset. */
function sameName(step: LooseStep): Finding[] {
  const { experimentName, task, space, ensure, concurrency } = step;
  const onConflict = isRecord(concurrency) ? concurrency['onConflict'] : undefined;
  if (!isFanOut(step) || typeof experimentName !== 'string' || (onConflict ?? 'wait') !== 'wait') return [];
  if (itemsOfStep(step)?.length === 1) return [];
  if (READS_ITEM.test(JSON.stringify([experimentName, task, space, ensure]))) return [];
  const message =
    'is the same for all items, but experiment names must be unique: use matrix, item or index in it';
  return [{ path: ['experimentName'], message }];
}

function tooLong(member: string, items: readonly FanOutItem[] = []): Finding[] {
  const bytes = jsonBytes(items.map(({ value }) => value));
  if (bytes <= MAX_ITEM_BYTES) return [];
  const most = megabytes(MAX_ITEM_BYTES);
  return [{ path: [member], message: `has items of ${megabytes(bytes)}; the limit is ${most}` }];
}

/** Checks the number of items of all steps: the result has a row for each, and must fit into one payload. */
export function checkFanOuts({ all }: StepGraph): Finding[] {
  let items = 0;
  for (const { list, position, step } of all) {
    const { matrix, forEach } = step;
    const size = isRecord(matrix) ? (itemsOf(matrix) ?? 0) : Array.isArray(forEach) ? forEach.length : 0;
    items += Math.min(size, MAX_FAN_OUT);
    if (items <= MAX_ITEMS_IN_ALL) continue;
    const message = `brings the pipeline to ${items} items; the limit is ${MAX_ITEMS_IN_ALL}`;
    return [{ path: [list, position, matrix === undefined ? 'forEach' : 'matrix'], message }];
  }
  return [];
}

/** The most combinations that are expanded to apply `exclude`. */
const MAX_COMBINATIONS = 100_000;

function itemsOf(matrix: Readonly<Record<string, unknown>>): number | null {
  const { include, exclude, ...lists } = matrix;
  const isSound =
    Object.values(lists).every((list) => Array.isArray(list) && list.length > 0) &&
    [include ?? [], exclude ?? []].every(Array.isArray);
  if (!isSound) return null;
  const size = sizeOfMatrix(matrix);
  return size > MAX_COMBINATIONS ? size : expandMatrix(matrix).length;
}
