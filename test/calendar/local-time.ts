/** What a zone's clock shows, told by another calendar than the product's: ICU's formatter. */
export interface LocalTime {
  /** Like `2026-03-29 03:00:00`, of which the first ten characters are the day. */
  text: string;
  minuteOfDay: number;
  /** Seconds that ICU rounded away are not in it. */
  offsetMs: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(timeZone, made);
  return made;
}

export function localTime(ms: number, timeZone: string): LocalTime {
  const text = formatOf(timeZone).format(ms);
  const asUtc = Date.parse(`${text.replace(' ', 'T')}Z`);
  const [hour, minute] = [Number(text.slice(11, 13)), Number(text.slice(14, 16))];
  return { text, minuteOfDay: hour * 60 + minute, offsetMs: asUtc - Math.floor(ms / 1000) * 1000 };
}
