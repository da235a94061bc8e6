// Escape sequences, control characters and marks that turn the direction of text: a name from elsewhere must not be
// able to move the cursor or to look like something else.
const HARMFUL = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/** A text from elsewhere as one line that is safe to print; each harmful character becomes `�`. */
export const cleanText = (text: string): string => text.replace(HARMFUL, '\ufffd');

/** Like {@link cleanText}, but keeps the line breaks of a message. */
export const cleanLines = (text: string): string => text.split(/\r?\n/).map(cleanText).join('\n');
