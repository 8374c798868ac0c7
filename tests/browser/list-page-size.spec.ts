import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, type OpenAs, test } from './fixtures.ts';
import { APP_ID, REQUESTS_PAGE, STORE } from './names.ts';

const DIST = path.resolve(import.meta.dirname, '../../grafana-plugin/dist');

/** What the page of the usage log imports, without what it loads later or by a click. */
const MAX_STATIC_KB = 60;
/**
 * All that is loaded until the first rows are there: also the entries, texts, the data source, the reader of its store, and the figures,
 * which load beside the rows.
 */
const MAX_KB_BEFORE_ROWS = 90;

const kBOf = (code: Buffer) => gzipSync(code).length / 1000;

/** Files of the chunks that each `import()` of a built file loads. */
function imports(file: string): string[][] {
  const code = readFileSync(path.join(DIST, file), 'utf8');
  return [...code.matchAll(/Promise\.all\(\[((?:\w+\.e\(\d+\),?)+)\]\)/g)].map(([, chunks = '']) =>
    [...chunks.matchAll(/\d+/g)].map(([chunk]) => `${chunk}.js`),
  );
}

/** The plugin's code that is loaded when the usage log has its first rows: file names with their code. */
async function codeOfFirstRows(openAs: OpenAs): Promise<Map<string, Buffer>> {
  const page = await openAs('viewer', 'api/health');
  const scripts = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    if (response.url().includes('/tokentrail-') && new URL(response.url()).pathname.endsWith('.js')) {
      const code = response.body();
      // The test may end before the last ones arrive, which it does not need.
      code.catch(() => undefined);
      scripts.set(response.url(), code);
    }
  });
  await page.goto(new URL(`${REQUESTS_PAGE}?ds=${STORE}`, page.url().replace('api/health', '')).href, {
    waitUntil: 'commit',
  });
  // Read within the page, because more is loaded as soon as the rows are there.
  const urls = await page.evaluate(async (row) => {
    while (document.querySelector(row) === null) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return performance.getEntriesByType('resource').map(({ name }) => name);
  }, `[data-testid="${testIds.usageLog.row}"]`);
  expect(page.url()).toContain(APP_ID);
  const code = new Map<string, Buffer>();
  for (const url of urls) {
    const script = await scripts.get(url);
    if (script !== undefined) {
      code.set(new URL(url).pathname.replace(/^.*\/plugins\//, ''), script);
    }
  }
  return code;
}

test(`the usage log imports at most ${MAX_STATIC_KB} kB of compressed code`, async ({ openAs }) => {
  const loaded = await codeOfFirstRows(openAs);
  const pages = imports('module.js').flatMap((app) =>
    app.flatMap(imports).map((page) => [...new Set([...app, ...page])]),
  );
  const logs = pages.filter((files) => files.every((file) => loaded.has(`${APP_ID}/${file}`)));
  expect(logs).toHaveLength(1);
  const size = logs.flat().reduce((sum, file) => sum + kBOf(readFileSync(path.join(DIST, file))), 0);
  expect(size).toBeLessThanOrEqual(MAX_STATIC_KB);
});

test(`the plugin loads at most ${MAX_KB_BEFORE_ROWS} kB of compressed code before the first rows`, async ({
  openAs,
}) => {
  const sizes = [...(await codeOfFirstRows(openAs)).values()].map(kBOf);
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes.reduce((sum, kB) => sum + kB, 0)).toBeLessThanOrEqual(MAX_KB_BEFORE_ROWS);
});
