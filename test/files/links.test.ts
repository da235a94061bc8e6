import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const below = (folder: string): string[] =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
    .map((name) => `${folder}/${name}`);
const pages = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...below('docs'),
  ...below('examples'),
];

const isThere = (path: string): boolean => existsSync(new URL(path, root));

const read = (url: URL): string => readFileSync(url, 'utf8');
const textOf = (path: string): string => read(new URL(path, root));

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

test('the site lists every page', () => {
  const config = textOf('docs/.vitepress/config.js');
  const unlisted = below('docs').filter((path) => !config.includes(`'${path.slice(5, -3)}'`));
  expect(unlisted).toEqual(['docs/index.md']);
});

// Histories are recorded; a page may name a generation that is yet to come.
test.each(pages)('the paths that %s names are there', (path) => {
  const named = textOf(path).matchAll(
    /(?<![\w./-])(?:src|test|docs|scripts|examples|schema)\/[\w./-]*[\w/]/g,
  );
  const missing = [...new Set([...named].map(([name]) => name))].filter(
    (name) => !name.startsWith('test/replay/histories/') && !isThere(name),
  );
  expect(missing).toEqual([]);
});

const code = readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => textOf(`src/${name}`))
  .join('\n');
const citedIn = (pattern: RegExp): string[] => [...new Set(code.match(pattern))];

test('the design pages that comments name are there', () => {
  const cited = citedIn(/design\/[a-z-]+\.md/g);
  expect(cited.filter((name) => !existsSync(new URL(`docs/${name}`, root)))).toEqual([]);
});

test('the contract has the sections, rows and rules that comments name', () => {
  const contract = textOf('docs/api-contract.md');
  const has = (citation: string): boolean => {
    const [, section = '', kind, number = ''] = /([\d.]*\d)(?:, (row|rule)s? (\d+))?$/.exec(citation) ?? [];
    const heading = contract.search(new RegExp(`^#+ ${section.replaceAll('.', '\\.')}\\.? `, 'm'));
    const entry = kind === undefined ? '' : kind === 'row' ? `| ${number} ` : `${number}. `;
    return heading >= 0 && contract.slice(heading).includes(`\n${entry}`);
  };
  const cited = citedIn(/api-contract\.md [\d.]*\d(, (row|rule)s? \d+)?/g);
  expect(cited.length).toBeGreaterThan(10);
  expect(cited.filter((citation) => !has(citation))).toEqual([]);
});
