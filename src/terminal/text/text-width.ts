import stringWidth from 'string-width';

const SEGMENTS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The columns that a text takes on a screen; colours take none, East Asian letters and emoji two. */
export const textWidth = (text: string): number => stringWidth(text);

/** Cuts a text without colours to a width; what is cut ends in `…`. */
export function fitText(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const { segment } of SEGMENTS.segment(text)) {
    width += textWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return columns < 1 ? '' : `${kept}…`;
}

export const padText = (text: string, columns: number, align: 'left' | 'right' = 'left'): string => {
  const space = ' '.repeat(Math.max(0, columns - textWidth(text)));
  return align === 'left' ? text + space : space + text;
};
