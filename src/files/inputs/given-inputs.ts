import type { Json } from '../../model/base/json.js';
import { isMap, isScalar } from 'yaml';
import type { Pair } from 'yaml';
import { readDocument } from '../document/read-document.js';
import { SpecError } from '../document/finding.js';

/** A value that somebody gave for an input. */
export interface GivenInput {
  name: string;
  value: Json;
  /** Where it was given, for messages: `--input`, or `inputs.yaml:3:4`. */
  source: string;
  /** It was typed on a command line: a text that is to be read by the input's type. */
  isTyped?: boolean;
}

/** Of several values for one input the last one counts. */
export interface GivenInputs {
  values: readonly GivenInput[];
  /** Inputs may go without a value: what depends on them is not looked at. */
  isPartial?: boolean;
}

/**
 * The values in a file of inputs, YAML or JSON: a mapping of names to values.
 * @throws SpecError where it is none
 */
export function parseInputs(text: string, fileName: string): GivenInput[] {
  const document = readDocument(text, fileName, { noun: 'a file of inputs', members: 'names with values' });
  const { yaml, lines, problems } = document;
  const { contents } = yaml;
  if (!isMap(contents)) {
    const message = 'is no mapping, expected names of inputs with their values';
    throw new SpecError(fileName, [...problems, { line: 1, column: 1, path: '', message }]);
  }
  if (problems.length > 0) throw new SpecError(fileName, problems);
  const values = yaml.toJS() as Record<string, Json>;
  return contents.items.map((pair) => {
    const { name, offset } = nameOf(pair);
    const { line, col } = lines.linePos(offset);
    return { name, value: values[name] ?? null, source: `${fileName}:${line}:${col}` };
  });
}

function nameOf({ key }: Pair): { name: string; offset: number } {
  return isScalar(key) ? { name: String(key.value), offset: key.range?.[0] ?? 0 } : { name: '', offset: 0 };
}
