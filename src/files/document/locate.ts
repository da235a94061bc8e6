import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Node, Pair, Scalar } from 'yaml';
import type { Finding, ValuePath, FileProblem } from './finding.js';
import { formatPath, whatIsThere } from './finding.js';
import type { FileDocument } from './read-document.js';

/** Adds line and column to a finding: of its value, of its name, or of what should contain it. */
export function locate(document: FileDocument, finding: Finding): FileProblem {
  const { path, message, at = 'value', offset = 0 } = finding;
  const place = placeOf(document, path, at, offset);
  const { line, col } = document.lines.linePos(place.offset);
  return { line, column: col, path: formatPath(path), message: asWritten(message, place.node) };
}

/** A number as it is in the file: 1e21, 1.0 and 12345678901234567890 have another form once they are read. */
function asWritten(message: string, node: Node | null): string {
  if (!isScalar(node) || typeof node.value !== 'number' || !/^[-+.\d]/.test(node.source ?? ''))
    return message;
  const read = whatIsThere(node.value);
  return message.startsWith(read) ? `is ${node.source}${message.slice(read.length)}` : message;
}

interface Place {
  offset: number;
  /** The value at the path; null if the offset is that of a name, or of what should contain the value. */
  node: Node | null;
}

function placeOf(document: FileDocument, path: ValuePath, at: 'key' | 'value', inText: number): Place {
  let node: Node | null = document.yaml.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, part] of path.entries()) {
    const pair: Pair | null = pairAt(node, part);
    if (at === 'key' && depth === path.length - 1 && pair !== null)
      return { offset: startOf(pair.key) ?? offset, node: null };
    node = childAt(document, node, part, pair);
    if (node === null) return { offset, node };
    offset = startOf(node) ?? offset;
  }
  return { offset: offset + withinText(document, node, inText), node };
}

/** The offset of a position within a node's source; 0 if the source spells the text differently. */
function withinText({ text }: FileDocument, node: Node | null, offset: number): number {
  if (offset === 0 || !isScalar(node) || typeof node.value !== 'string' || !node.range) return 0;
  const [start, end] = node.range;
  const source = text.slice(start, end);
  const lead = source.indexOf(node.value);
  return lead < 0 || source.includes('\n') ? 0 : lead + offset;
}

function childAt(
  document: FileDocument,
  node: Node | null,
  part: string | number,
  pair: Pair | null,
): Node | null {
  const child: unknown = isSeq(node) && typeof part === 'number' ? node.items[part] : pair?.value;
  if (isAlias(child)) return child.resolve(document.yaml) ?? null;
  return isNode(child) ? child : null;
}

function pairAt(node: Node | null, part: string | number): Pair | null {
  if (!isMap(node)) return null;
  // The last one counts if a name appears twice.
  return node.items.findLast((pair) => isScalar(pair.key) && String(pair.key.value) === String(part)) ?? null;
}

const startOf = (node: unknown): number | null => (isNode(node) ? (node.range?.[0] ?? null) : null);

type Ancestor = Node | Pair | { contents: unknown };

/** The path of a value that a visitor of the document reached. */
export function pathTo(scalar: Scalar, ancestors: readonly Ancestor[]): ValuePath {
  return ancestors.flatMap((ancestor, depth): ValuePath => {
    const child = ancestors[depth + 1] ?? scalar;
    if ('key' in ancestor) return isScalar(ancestor.key) ? [String(ancestor.key.value)] : [];
    const position = 'items' in ancestor ? (ancestor.items as unknown[]).indexOf(child) : -1;
    return position >= 0 && !('key' in child) ? [position] : [];
  });
}
