import type { RecordKey } from '@tokentrail/records';
import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../../grafana-plugin/src/testIds.ts';
import { manyAttemptsCall, streamingCall } from '../attempt-calls.ts';
import { firstCall, secondCall } from '../compared-calls.ts';
import type { DetailRequestName } from '../detail-requests.ts';
import { headersCall } from '../content-calls.ts';
import { tieredCall, twiceBilledCall } from '../cost-calls.ts';
import { REQUESTS_PAGE, STORE } from '../names.ts';
import { spanIdOf, spanRow, type Call } from '../records.ts';
import { renamedCall } from './record-requests.ts';

/** A part of the request's detail, for one row of the table in docs/feature-comparison.md. */
export interface Picture {
  /** Of its file. */
  name: string;
  /** The page below the host's URL. */
  path: string;
  /** Opens what it shows. */
  show?: (page: Page) => Promise<unknown>;
  /** What it shows: the smallest area with all of these. */
  of: (page: Page) => Locator[];
  /** Only the upper part of it, pixels. */
  height?: number;
}

const ids = testIds.request;
const part = (id: string) => (page: Page) => [page.getByTestId(id)];
const group = (name: string) => (page: Page) => page.getByRole('group', { name, exact: true });
const chooseAttempt = (text: string) => (page: Page) =>
  page.getByTestId(ids.attempt).filter({ hasText: text }).first().click();
const openTab = (key: string, side?: string) => async (page: Page) => {
  await page.getByTestId(ids.contentTab(key)).click();
  if (side !== undefined) {
    await page.getByTestId(ids.contentSides).getByRole('radio', { name: side }).click();
  }
};

/** @param nowMs when the rows of the calls were made. */
export function requestPictures(keys: Record<DetailRequestName, RecordKey>, nowMs: number): Picture[] {
  const made = (name: DetailRequestName, query = '') => {
    const { traceId, spanId, startUnixNano } = keys[name];
    const at = `${startUnixNano.slice(0, -6)}.${startUnixNano.slice(-6)}`;
    return `${REQUESTS_PAGE}/${traceId}/${spanId}?ds=${STORE}&at=${at}${query}`;
  };
  const inserted = (call: Call) => {
    const { TraceId } = spanRow(call, nowMs);
    return `${REQUESTS_PAGE}/${TraceId}/${spanIdOf(call)}?ds=${STORE}&at=${nowMs - call.minutesAgo * 60_000}`;
  };
  const { TraceId: otherTrace } = spanRow(secondCall, nowMs);
  const head = (page: Page) => [page.getByTestId(ids.summary).locator('h2').first(), group('Request')(page)];
  const cost = part(ids.cost);
  const attempts = part(ids.attempts);
  const content = part(ids.content);
  return [
    {
      name: 'link',
      path: made('fell-back', '&attempt=0.0&list='),
      of: (page) => [page.locator('body')],
      height: 330,
    },
    {
      name: 'next',
      path: `${REQUESTS_PAGE}?ds=${STORE}&q=gpt-4o&open=${keys.stream.traceId}-${keys.stream.spanId}-${keys.stream.startUnixNano}`,
      of: (page) => [page.getByRole('dialog')],
      height: 330,
    },
    { name: 'running', path: inserted(streamingCall(nowMs)), of: (page) => [...head(page), ...attempts(page)] },
    { name: 'models', path: inserted(renamedCall), of: head },
    { name: 'format', path: made('converted'), of: head },
    { name: 'tiers', path: inserted(tieredCall), of: part(ids.tiers) },
    { name: 'cost-lines', path: made('cache-writes'), of: cost },
    { name: 'formula', path: made('reasoning'), of: part(ids.formula) },
    { name: 'missing-price', path: made('unknown-price'), of: cost },
    { name: 'paid', path: inserted(twiceBilledCall), of: cost, height: 420 },
    { name: 'attempts', path: made('fell-back'), of: attempts },
    { name: 'reasons', path: made('circuit-open'), of: attempts },
    { name: 'capabilities', path: made('images'), show: chooseAttempt('azure-eu'), of: attempts },
    { name: 'billed', path: made('timeout'), of: attempts },
    { name: 'many-attempts', path: inserted(manyAttemptsCall), of: attempts, height: 700 },
    {
      name: 'app-spans',
      path: made('fell-back'),
      show: (page) => page.getByRole('checkbox', { name: 'Show spans of the app' }).check({ force: true }),
      of: attempts,
    },
    {
      name: 'error',
      path: made('rate-limited'),
      show: (page) => page.getByTestId(ids.rawErrorFold).click(),
      of: part(ids.error),
    },
    { name: 'headers', path: made('fell-back'), of: content },
    { name: 'bodies', path: made('converted'), show: openTab('request-body', 'Compare'), of: content },
    { name: 'stream', path: made('stream'), show: openTab('response-body'), of: content },
    { name: 'conversation', path: made('tool-result'), show: openTab('conversation'), of: content },
    { name: 'empty-tab', path: inserted(headersCall), show: openTab('request-body'), of: content },
    {
      name: 'code',
      path: made('fell-back'),
      show: async (page) => {
        await openTab('request-body', 'Provider')(page);
        await page.getByRole('button', { name: 'As a command or code' }).click();
      },
      of: part(ids.contentCode),
    },
    {
      name: 'compare',
      path: `${inserted(firstCall)}&with=${otherTrace}/${spanIdOf(secondCall)}`,
      of: part(ids.compare),
    },
    { name: 'event', path: made('topup'), of: part(ids.summary) },
  ];
}
