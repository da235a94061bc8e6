/** Strings, so that nothing is changed in them; names with `-` behind `steps` and `scores`; or one character. */
const PART =
  /r?("""|''')[\s\S]*?\1|r"[^"]*"|r'[^']*'|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|((?<![\w.])steps|(?<=\.)scores)\.([A-Za-z_]\w*(?:-\w+)+)|[\s\S]/g;

/** `.a-b` becomes `["a-b"]`. */
const ADDED = 3;

/**
 * An expression in which names with `-`, as the ids of steps and the names of evaluations may have it, are in brackets: CEL
 * would subtract. A step and a score are never numbers, so that nothing else can be meant. `offsetIn` gives the offset in
 * the text as it was written.
 */
export function withHyphens(text: string): { text: string; offsetIn: (offset: number) => number } {
  const places: number[] = [];
  let written = '';
  for (const [part, , owner, name] of text.matchAll(PART)) {
    if (name === undefined) written += part;
    else {
      written += `${owner}["${name}"]`;
      places.push(written.length);
    }
  }
  const offsetIn = (offset: number): number =>
    offset - ADDED * places.filter((place) => place <= offset).length;
  return { text: written, offsetIn };
}
