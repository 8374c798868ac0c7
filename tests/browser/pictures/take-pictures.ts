import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { testIds } from '../../../grafana-plugin/src/testIds.ts';
import type { Host } from '../hosts.ts';
import type { Picture } from './request-pictures.ts';

const MAX_BYTES = 40_000;
/** Around what a picture shows, pixels. */
const MARGIN = 8;
/** So high that nothing has to be scrolled into view. */
const HEIGHT = 2400;
const MAX_WAIT_MS = 15_000;

interface Options {
  /** Gets a file `<name>.webp` for each picture. */
  folder: string;
  theme: string;
  /** Of the window, pixels. */
  width: number;
}

/** Takes pictures of a host, as an administrator sees it. Resolves with what went wrong. */
export async function takePictures(
  browser: Browser,
  host: Host,
  pictures: readonly Picture[],
  { folder, theme, width }: Options,
): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const extraHTTPHeaders = host.headers('admin');
  const more = { viewport: { width, height: HEIGHT }, timezoneId: 'UTC', locale: 'en-US' };
  const page = await browser.newPage({ extraHTTPHeaders, ...more });
  page.setDefaultTimeout(MAX_WAIT_MS);
  const problems: string[] = [];
  for (const picture of pictures) {
    const url = new URL(picture.path, host.baseUrl('admin'));
    url.searchParams.set('theme', theme);
    try {
      await page.goto(url.href);
      const webp = await compressed(browser, await take(page, picture));
      writeFileSync(path.join(folder, `${picture.name}.webp`), webp);
      console.log(`${picture.name}: ${Math.round(webp.length / 1000)} kB`);
    } catch (error) {
      problems.push(`${picture.name}: ${String(error).split('\n')[0]}`);
    }
  }
  return problems;
}

async function take(page: Page, { show, of, height = Infinity }: Picture): Promise<Buffer> {
  await page.getByTestId(testIds.request.summary).or(page.getByTestId(testIds.request.compare)).first().waitFor();
  await page.waitForLoadState('networkidle');
  await show?.(page);
  await page.mouse.move(0, 0);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  // For what opens or fades.
  await page.waitForTimeout(500);
  const boxes = await Promise.all(of(page).map((locator) => locator.first().boundingBox()));
  const shown = boxes.filter((box) => box !== null);
  const x = Math.max(0, Math.min(...shown.map((box) => box.x)) - MARGIN);
  const y = Math.max(0, Math.min(...shown.map((box) => box.y)) - MARGIN);
  const right = Math.max(...shown.map((box) => box.x + box.width)) + MARGIN;
  const bottom = Math.max(...shown.map((box) => box.y + box.height)) + MARGIN;
  return page.screenshot({ clip: { x, y, width: right - x, height: Math.min(bottom - y, height) } });
}

/** The picture as WebP, in the best quality that is small enough. */
async function compressed(browser: Browser, png: Buffer): Promise<Buffer> {
  const encoder = await browser.newPage();
  try {
    for (const quality of [0.9, 0.8, 0.65, 0.5, 0.35]) {
      const webp = await encoder.evaluate(
        async ({ data, quality }) => {
          const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
          const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
          canvas.getContext('2d')?.drawImage(image, 0, 0);
          return canvas.toDataURL('image/webp', quality).replace(/^[^,]*,/, '');
        },
        { data: png.toString('base64'), quality },
      );
      const bytes = Buffer.from(webp, 'base64');
      if (bytes.length <= MAX_BYTES) {
        return bytes;
      }
    }
  } finally {
    await encoder.close();
  }
  throw new Error(`it is larger than ${MAX_BYTES / 1000} kB`);
}
