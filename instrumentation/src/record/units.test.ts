import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flush, shutdown, startRecording, startRequest, type AttemptEnd, type RequestStart } from '../index.ts';
import { startOtlpReceiver, type OtlpReceiver } from '../../testing/otlp-receiver.ts';

/** Prices of APIs that charge per call and not per token, as in docs/gateway.md. */
const PRICES = `
schema: 1
version: test
entries:
  - id: test/search
    seller: { hosts: [search.example], provider: tavily }
    models: [search-basic]
    rows: [{ prices: { request: { usd: '0.008' } } }]
  - id: test/rerank
    seller: { hosts: [rerank.example], provider: cohere }
    models: [rerank-v4]
    rows: [{ prices: { search: { usd: '2', per: 1000 } } }]
  - id: test/ocr
    seller: { hosts: [ocr.example], provider: mistral_ai }
    models: [mistral-ocr]
    rows: [{ prices: { page: { usd: '1', per: 1000 } } }]
`;

const folder = mkdtempSync(join(tmpdir(), 'tokentrail-units-'));
const file = join(folder, 'prices.yaml');
let collector: OtlpReceiver;

beforeAll(async () => {
  writeFileSync(file, PRICES);
  collector = await startOtlpReceiver();
  startRecording({
    TOKENTRAIL_OTLP_ENDPOINT: collector.url,
    TOKENTRAIL_SPOOL_DIR: 'none',
    TOKENTRAIL_PRICES: file,
  });
});
afterAll(async () => {
  await shutdown();
  await collector.close();
  rmSync(folder, { recursive: true });
});

async function costOf(start: RequestStart & { requestModel: string }, host: string, end: AttemptEnd) {
  collector.spans.length = 0;
  const record = startRequest(start);
  record.attempt({ provider: 'any', serverAddress: host }).end(end);
  record.end({ state: end.state });
  await flush();
  const [span] = collector.records();
  return {
    type: span?.attributes['tokentrail.call.type'],
    paid: span?.attributes['tokentrail.cost.paid'],
    state: span?.attributes['tokentrail.cost.paid.state'],
    billed: span?.attempts[0]?.billed,
  };
}

const SEARCH = { operation: 'search', requestModel: 'search-basic' };
const OCR = { operation: 'ocr', requestModel: 'mistral-ocr' };

test('a search is priced per call, a rerank per query, OCR per page', async () => {
  const success = (units: Record<string, number>): AttemptEnd => ({ state: 'success', usage: { units } });
  expect(await costOf(SEARCH, 'search.example', success({ request: 1 }))).toMatchObject({
    type: 'search',
    paid: 8_000_000,
    billed: 'yes',
  });
  const rerank = { operation: 'rerank', requestModel: 'rerank-v4' };
  expect(await costOf(rerank, 'rerank.example', success({ search: 3 }))).toMatchObject({
    type: 'rerank',
    paid: 6_000_000,
  });
  expect(await costOf(OCR, 'ocr.example', success({ page: 12 }))).toMatchObject({ type: 'other', paid: 12_000_000 });
});

test('unreported pages make the cost unknown, not 0', async () => {
  expect(await costOf(OCR, 'ocr.example', { state: 'success' })).toMatchObject({
    paid: undefined,
    state: 'unknown_usage',
  });
});

test('a refused call is not billed, an aborted one possibly, and one is billed if the gateway says so', async () => {
  expect(await costOf(SEARCH, 'search.example', { state: 'failed', statusCode: 500 })).toMatchObject({
    paid: 0,
    state: 'not_billed',
    billed: 'no',
  });
  expect(await costOf(SEARCH, 'search.example', { state: 'failed' })).toMatchObject({
    paid: undefined,
    billed: 'possibly',
  });
  expect(await costOf(OCR, 'ocr.example', { state: 'failed', statusCode: 500, billed: 'yes' })).toMatchObject({
    paid: undefined,
    state: 'unknown_usage',
    billed: 'yes',
  });
});
