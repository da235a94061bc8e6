/** One sample of a page of Prometheus' text format. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** Everything that a `/metrics` page says now. */
export async function scrape(port: number): Promise<{ text: string; samples: Sample[] }> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return { text, samples: text.split('\n').flatMap(sampleOf) };
}

function sampleOf(line: string): Sample[] {
  const [, name = '', tags = '', value = ''] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === '') return [];
  const labels = [...tags.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, text]) => [label, text]);
  return [{ name, labels: Object.fromEntries(labels) as Record<string, string>, value: Number(value) }];
}

/** The sum of the samples of a metric by the values of some labels, joined by blanks. */
export function sumBy(samples: readonly Sample[], name: string, ...by: string[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const sample of samples) {
    if (sample.name !== name) continue;
    const key = by.map((label) => sample.labels[label] ?? '').join(' ');
    sums[key] = (sums[key] ?? 0) + sample.value;
  }
  return sums;
}
