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

// Escape sequences, control characters and marks that turn the direction of text: a name from elsewhere must not be
// able to move the cursor or to look like something else.
const HARMFUL = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/** A text from elsewhere as one line that is safe to print; each harmful character becomes `�`. */
export const cleanText = (text: string): string => text.replace(HARMFUL, '\ufffd');

/** Like {@link cleanText}, but keeps the line breaks of a message. */
export const cleanLines = (text: string): string => text.split(/\r?\n/).map(cleanText).join('\n');
