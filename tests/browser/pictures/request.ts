/**
 * Takes the pictures of docs/feature-comparison.md: the request detail, one picture for each row of the table. README.md describes how.
 */
import path from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumPath } from '../chromium.ts';
import { storeDataSource } from '../fixtures.ts';
import { startPreviewHost, useGrafanaHost } from '../hosts.ts';
import { startSeededStore } from '../seeded-store.ts';
import { recordRequests } from './record-requests.ts';
import { requestPictures } from './request-pictures.ts';
import { takePictures } from './take-pictures.ts';

const { ONLY, OUT, THEME = 'dark', WIDTH = '1280' } = process.env;
const FOLDER = path.resolve(import.meta.dirname, '../../../docs/images/request');

const store = await startSeededStore();
const sources = [storeDataSource(store)];
const host = process.env['GRAFANA_URL']
  ? await useGrafanaHost(sources, process.env)
  : await startPreviewHost(sources, '12.4');
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
try {
  const { keys, nowMs } = await recordRequests(store);
  const pictures = requestPictures(keys, nowMs).filter(({ name }) => ONLY?.split(',').includes(name) ?? true);
  const problems = await takePictures(browser, host, pictures, {
    folder: OUT ?? FOLDER,
    theme: THEME,
    width: Number(WIDTH),
  });
  problems.forEach((problem) => console.error(problem));
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  await browser.close();
  await host.stop();
  await store.stop();
}
