import { readFileSync } from 'node:fs';

const NAME = 'ax-tasks-temporal';

interface Manifest {
  version: string;
}

/** The headers of every request. The informational `sdk-*` headers name this project (docs/api-contract.md 1.1). */
export function requestHeaders(apiKey: string): Record<string, string> {
  const { version } = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  ) as Manifest;
  return {
    authorization: `Bearer ${apiKey}`,
    accept: 'application/json, application/problem+json',
    'accept-encoding': 'identity',
    'user-agent': `${NAME}/${version}`,
    'sdk-language': 'typescript',
    'sdk-package-name': NAME,
    'sdk-version': version,
    'language-version': process.version.slice(1),
  };
}
