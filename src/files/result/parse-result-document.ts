import type { ResultDocument } from '../../model/pipeline/result-document.js';
import { formatPath, InvalidFileError } from '../document/finding.js';
import { resultDocument } from './result-document.js';

/**
 * Reads a result that was kept as JSON (`-o json`).
 * @throws InvalidFileError if it is not a result of this version
 */
export function parseResultDocument(text: string, fileName: string): ResultDocument {
  const problem = (message: string, path = ''): InvalidFileError =>
    new InvalidFileError(fileName, [{ line: 1, column: 1, path, message }]);
  const data = parseJson(text);
  if (data === undefined) throw problem('the file is not valid JSON, expected a result');
  const checked = resultDocument.safeParse(data);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const path = (issue?.path ?? []).map((part) => (typeof part === 'number' ? part : String(part)));
  throw problem(
    `does not match the result of this version: ${issue?.message ?? 'unknown'}`,
    formatPath(path),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
