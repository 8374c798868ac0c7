import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, test } from './fixtures.ts';
import { APP_ID, REQUESTS_PAGE, STORE } from './names.ts';

const DIST = path.resolve(import.meta.dirname, '../../grafana-plugin/dist');

/** What the page of the usage log imports, without what it loads later or by a click. */
const MAX_STATIC_KB = 60;
/** All that is loaded before the first rows: also the entries, texts, the data source and the reader of its store. */
const MAX_KB_BEFORE_ROWS = 80;

const kBOf = (code: Buffer) => gzipSync(code).length / 1000;

/** Files of the chunks that each `import()` of a built file loads. */
function imports(file: string): string[][] {
  const code = readFileSync(path.join(DIST, file), 'utf8');
  return [...code.matchAll(/Promise\.all\(\[((?:\w+\.e\(\d+\),?)+)\]\)/g)].map(([, chunks = '']) =>
    [...chunks.matchAll(/\d+/g)].map(([chunk]) => `${chunk}.js`),
  );
}

test(`the usage log imports at most ${MAX_STATIC_KB} kB of compressed code`, () => {
  const pages = imports('module.js').flatMap((app) =>
    app.flatMap(imports).map((page) => [...new Set([...app, ...page])]),
  );
  const sizes = pages.map((files) => files.reduce((sum, file) => sum + kBOf(readFileSync(path.join(DIST, file))), 0));
  expect(sizes.length).toBeGreaterThan(0);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_STATIC_KB);
});

test(`the plugin loads at most ${MAX_KB_BEFORE_ROWS} kB of compressed code before the first rows`, async ({
  openAs,
}) => {
  const page = await openAs('viewer', 'api/health');
  const scripts: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.includes('/tokentrail-') && pathname.endsWith('.js') && response.ok()) {
      scripts.push(response.body());
    }
  });
  await page.goto(new URL(`${REQUESTS_PAGE}?ds=${STORE}`, page.url().replace('api/health', '')).href);
  await expect(page.getByTestId(testIds.usageLog.row).first()).toBeVisible();
  const sizes = (await Promise.all(scripts)).map(kBOf);
  expect(page.url()).toContain(APP_ID);
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes.reduce((sum, kB) => sum + kB, 0)).toBeLessThanOrEqual(MAX_KB_BEFORE_ROWS);
});
