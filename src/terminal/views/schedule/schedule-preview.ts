import type { Style } from '../../style.js';
import { formatFacts } from '../../text/facts.js';
import { formatTable } from '../../text/table.js';

/** A firing to come. Times are ISO 8601 with zone, `local` by the schedule's own clock. */
interface ShownFiring {
  at: string;
  local: string;
  windows: readonly { start: string; end: string }[];
}

interface Preview {
  name: string;
  times: string;
  window: string | null;
  firings: readonly ShownFiring[];
  warnings: readonly string[];
}

/** When a schedule file would fire, what it would evaluate, and what is odd about that. */
export const previewLines = (preview: Preview, style: Style): string[] => [
  ...formatFacts(
    [
      ['schedule', preview.name, 'strong'],
      ['times', preview.times],
      ['window', preview.window],
    ],
    style,
  ),
  '',
  ...firingTable(preview.firings, style),
  ...warningLines(preview.warnings, style),
];

export const warningLines = (warnings: readonly string[], style: Style): string[] =>
  warnings.map((warning) => `${style.paint('warn', 'Warning:')} ${warning}`);

/** Firings with their windows: what is for copying is never cut. */
export function firingTable(firings: readonly ShownFiring[], style: Style): string[] {
  if (firings.length === 0) return [];
  const hasWindows = firings.some(({ windows }) => windows.length > 0);
  return formatTable(
    [
      { title: 'NEXT TIME', value: ({ at }: ShownFiring) => shortTime(at) },
      { title: 'LOCAL', value: ({ local }: ShownFiring) => local },
      ...(hasWindows ? [{ title: 'WINDOW', value: ({ windows }: ShownFiring) => windowsText(windows) }] : []),
    ],
    firings,
    { ...style, columns: Number.POSITIVE_INFINITY },
  );
}

const windowsText = (windows: readonly { start: string; end: string }[]): string =>
  windows.map(({ start, end }) => `${shortTime(start)} to ${shortTime(end)}`).join(', ');

/** Without milliseconds where there are none. */
export const shortTime = (time: string): string => time.replace('.000Z', 'Z');
