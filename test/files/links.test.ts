import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const pages = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(new URL('docs', root)).map((name) => `docs/${name}`),
].filter((path) => path.endsWith('.md'));

const read = (url: URL): string => readFileSync(url, 'utf8');

/** The anchors of a page, as GitHub makes them of its headings. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-'),
  );

test.each(pages)('the links of %s lead somewhere', (path) => {
  const page = new URL(path, root);
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link);
  const broken = links.filter((link) => {
    const target = new URL(link, page);
    const anchor = target.hash.slice(1);
    target.hash = '';
    if (!existsSync(target)) return true;
    return anchor !== '' && !anchorsOf(read(target)).includes(anchor);
  });
  expect(broken).toEqual([]);
});
