const SEGMENTS = new Intl.Segmenter('en', { granularity: 'grapheme' });
// eslint-disable-next-line no-control-regex -- the colours that we add ourselves
const COLOURS = /\u001b\[[0-9;]*m/g;
const ZERO = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u;
const WIDE =
  /^(?:\p{Emoji_Presentation}|.\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])/u;

/** The columns that a text takes on a screen; colours take none, East Asian letters and emoji two. */
export function textWidth(text: string): number {
  let width = 0;
  for (const { segment } of SEGMENTS.segment(text.replace(COLOURS, ''))) width += segmentWidth(segment);
  return width;
}

const segmentWidth = (segment: string): number => (ZERO.test(segment) ? 0 : WIDE.test(segment) ? 2 : 1);

/** Cuts a text without colours to a width; what is cut ends in `…`. */
export function fitText(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const { segment } of SEGMENTS.segment(text)) {
    width += segmentWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return columns < 1 ? '' : `${kept}…`;
}

export const padText = (text: string, columns: number, align: 'left' | 'right' = 'left'): string => {
  const space = ' '.repeat(Math.max(0, columns - textWidth(text)));
  return align === 'left' ? text + space : space + text;
};
