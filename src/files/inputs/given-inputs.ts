import type { Json } from '../../model/base/json.js';
import { isMap, isScalar } from 'yaml';
import type { Pair } from 'yaml';
import { readDocument } from '../document/read-document.js';
import { InvalidFileError } from '../document/finding.js';

/** A value that the caller gave for an input. */
export interface GivenInput {
  name: string;
  value: Json;
  /** Where it was given, for messages: `--input` or `inputs.yaml:3:4`. */
  source: string;
  /** A number as it was written, for messages, if it has another form once it is read. */
  written?: string;
  /** Whether it comes from the command line, as text that still has to be read by the input's type. */
  isTyped?: boolean;
  /** Whether it is left out if the file does not declare the input. */
  isOptional?: boolean;
}

/** Values for inputs. If an input has several values, the last one counts. */
export interface GivenInputs {
  values: readonly GivenInput[];
  /** Whether inputs may lack a value; what depends on them is then not checked. */
  isPartial?: boolean;
}

/**
 * Reads an inputs file, YAML or JSON: a mapping of names to values.
 * @throws InvalidFileError if the file is not valid.
 */
export function parseInputs(text: string, fileName: string): GivenInput[] {
  const document = readDocument(text, fileName, { noun: 'an inputs file', members: 'names with values' });
  const { yaml, lines, problems } = document;
  const { contents } = yaml;
  if (!isMap(contents)) {
    const message = 'is not a mapping, expected input names with values';
    throw new InvalidFileError(fileName, [...problems, { line: 1, column: 1, path: '', message }]);
  }
  if (problems.length > 0) throw new InvalidFileError(fileName, problems);
  const values = yaml.toJS() as Record<string, Json>;
  const offsets = new Map(contents.items.map(nameOf));
  const numbers = new Map(contents.items.flatMap(numberOf));
  // Those of an anchor that is merged with << stand elsewhere.
  const merged = offsets.get('<<') ?? 0;
  return Object.entries(values).map(([name, value]) => {
    const { line, col } = lines.linePos(offsets.get(name) ?? merged);
    const written = numbers.get(name);
    return {
      name,
      value,
      source: `${fileName}:${line}:${col}`,
      ...(written === undefined ? {} : { written }),
    };
  });
}

const nameOf = ({ key }: Pair): [name: string, offset: number] =>
  isScalar(key) ? [String(key.value), key.range?.[0] ?? 0] : ['', 0];

const numberOf = ({ key, value }: Pair): [name: string, written: string][] =>
  isScalar(key) && isScalar(value) && typeof value.value === 'number' && value.source !== String(value.value)
    ? [[String(key.value), value.source ?? '']]
    : [];
