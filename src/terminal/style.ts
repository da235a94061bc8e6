import { styleText } from 'node:util';

/** What a piece of text means; how it looks is decided here alone. */
export type Tone = 'good' | 'bad' | 'warn' | 'live' | 'dim' | 'strong' | 'plain';

export type ColorMode = 'auto' | 'always' | 'never';
export const COLOR_MODES: readonly ColorMode[] = ['auto', 'always', 'never'];

/** What a stream can show. */
export interface Style {
  readonly paint: (tone: Tone, text: string) => string;
  /** False: symbols and bars in ASCII. */
  readonly unicode: boolean;
  /** Characters per line. */
  readonly columns: number;
}

/** What is asked of a stream: `process.stdout` and `process.stderr` have it. */
export interface StreamTraits {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

const FORMATS = {
  good: 'green',
  bad: 'red',
  warn: 'yellow',
  live: 'cyan',
  dim: 'dim',
  strong: 'bold',
} as const satisfies Record<Exclude<Tone, 'plain'>, Parameters<typeof styleText>[0]>;

/** The width of a pipe, a file and a log: the same on every machine. */
const PIPE_COLUMNS = 120;

/** The style of a stream; `auto` colours a terminal. Each stream has its own: one may be a screen while the other is a file. */
export function styleOf(stream: StreamTraits, mode: ColorMode, isUnicode: boolean): Style {
  const hasColor = mode === 'auto' ? stream.isTTY === true : mode === 'always';
  return {
    paint: (tone, text) =>
      hasColor && tone !== 'plain' ? styleText(FORMATS[tone], text, { validateStream: false }) : text,
    unicode: isUnicode,
    columns: stream.isTTY === true ? Math.max(20, stream.columns || 80) : PIPE_COLUMNS,
  };
}

/** The style of lines that are indented. */
export const indentedBy = (indent: number, style: Style): Style => ({
  ...style,
  columns: style.columns - indent,
});

/** A style without colours, for texts that are stored or compared. */
export const PLAIN_STYLE: Style = {
  paint: (_, text) => text,
  unicode: true,
  columns: Number.POSITIVE_INFINITY,
};
