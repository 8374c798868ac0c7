/** Links, pictures and names of options in the docs. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { pageOf, ROOT, type Page } from './markdown.ts';
import { PAGES } from './pages.ts';

const byPath = new Map(PAGES.map((page) => [page.path, page]));

test('every link leads to a file or a heading of this repository, or out of it', () => {
  assert.ok(PAGES.flatMap(({ links }) => links).length > 150);
  assert.deepEqual(PAGES.flatMap(brokenLinks), []);
});

test('a missing file, a missing heading and a folder out of the repository are broken links', () => {
  const page = pageOf(
    'docs/x.md',
    '# A title, twice\n\n[a](#a-title-twice) [b](#no) [c](no.md) [d](../../x.md) ![e](images/no.png)',
  );
  assert.deepEqual(brokenLinks(page), [
    'docs/x.md: #no',
    'docs/x.md: no.md',
    'docs/x.md: ../../x.md',
    'docs/x.md: images/no.png',
  ]);
});

function brokenLinks(page: Page): string[] {
  return page.links
    .filter((link) => !/^(?:https?|mailto):/.test(link) && !leadsSomewhere(page, link))
    .map((link) => `${page.path}: ${link}`);
}

function leadsSomewhere(page: Page, link: string): boolean {
  const [file = '', anchor] = decodeURI(link).split('#');
  const path = file === '' ? page.path : normalize(join(dirname(page.path), file)).replace(/\/$/, '');
  if (path.startsWith('..') || (file !== '' && !existsSync(join(ROOT, path)))) return false;
  if (anchor === undefined) return true;
  return (file === '' ? page : byPath.get(path))?.anchors.has(anchor) ?? false;
}

test('every page of docs/ and every README is reached from the README', () => {
  const reached = new Set<string>();
  const visit = (path: string): void => {
    const page = byPath.get(path) ?? byPath.get(join(path, 'README.md'));
    if (page === undefined || reached.has(page.path)) return;
    reached.add(page.path);
    for (const link of page.links)
      visit(normalize(join(dirname(page.path), link.split('#')[0] ?? '')).replace(/\/$/, ''));
  };
  visit('README.md');
  const lost = PAGES.filter(({ path }) => /^docs\/[^/]+$/.test(path) && !reached.has(path)).map(({ path }) => path);
  assert.deepEqual(lost, []);
});

/** Everything but the pages: an option that only pages name does not exist. */
const sources = execFileSync('git', ['ls-files', '--', '.', ':!*.md', ':!tests', ':!package-lock.json'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((path) => /\.(?:tsx?|mjs|sh|ya?ml|ini|json)$/.test(path) && existsSync(join(ROOT, path)))
  .map((path) => readFileSync(join(ROOT, path), 'utf8'))
  .join('\n');

test('every variable that a page names is read by a program', () => {
  const names = PAGES.flatMap(({ path, codeSpans, blocks }) =>
    [...codeSpans, ...blocks.map(({ text }) => text)]
      .flatMap((text) => text.match(/\bTOKENTRAIL_[A-Z_]*[A-Z]\b(?![_…])/g) ?? [])
      .map((name) => `${path}: ${name}`),
  );
  const known = new Set(sources.match(/TOKENTRAIL_[A-Z_]+/g));
  // The options of the exporter are read with one of two prefixes.
  const isRead = (name: string) =>
    known.has(name) || sources.includes(`prefixes, '${name.replace('TOKENTRAIL_OTLP_', '')}'`);
  assert.ok(names.length > 100);
  assert.deepEqual(
    [...new Set(names)].filter((name) => !isRead(name.split(': ')[1] ?? '')),
    [],
  );
});

test('every option of a command that a page names exists', () => {
  // Those of our commands are in their help; those of other programs are in a command of this repository.
  const help = readFileSync(join(ROOT, 'docs/commands.md'), 'utf8');
  const known = new Set(`${help}\n${sources}`.match(/--[a-z][a-z-]+/g));
  const named = PAGES.filter(({ path }) => path !== 'docs/commands.md' && path !== 'CHANGELOG.md').flatMap(
    ({ path, codeSpans }) =>
      codeSpans
        .flatMap((text) => /^(?:tokentrail .*)?(--[a-z][a-z-]+)/.exec(text)?.[1] ?? [])
        .map((option) => ({ path, option })),
  );
  assert.ok(named.length > 30);
  assert.deepEqual(
    named.filter(({ option }) => !known.has(option)),
    [],
  );
});
