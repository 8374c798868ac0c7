/**
 * Sends the requests of `requests.ts` to the example gateway, whose records go through the collector into the stores on standard
 * input (`StoreWriters`). Prints the keys of the records as JSON, by the request id.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { collectorBinary, startCollector } from '@tokentrail/collector-config';
import { startReplayedProvider, type ReplayedProvider, type Scenario } from '@tokentrail/example-providers';
import { PriceBook } from '@tokentrail/pricing';
import { parsePriceFile } from '@tokentrail/pricing/file';
import type { RecordKey } from '@tokentrail/records';
import { clickHouseLedger, httpTransport } from '@tokentrail/usage-store';
import { repriceRange } from '../../../cli/src/audit/reprice-range.ts';
import { writeRepriced } from '../../../cli/src/audit/repricer.ts';
import { ensureBuilt, ROOT } from '../../../scripts/build.ts';
import { startProgram, type RunningProgram } from '../../chain/program.ts';
import { settled } from '../../chain/wait.ts';
import type { StoreWriters } from '../seeded-store.ts';
import {
  DETAIL_REQUESTS,
  keyOf,
  LATER_PRICES,
  LOST,
  LOST_REQUEST,
  TIMEOUT_MS,
  type DetailRequest,
} from './requests.ts';

const PROVIDERS = ['azure', 'openai', 'anthropic', 'search'] as const;
type ProviderName = (typeof PROVIDERS)[number];

/** The clock of the process whose call is lost is behind, because a call counts as lost only after a while. */
const BEHIND_MS = 5 * 60_000;
const CLOCK_BEHIND = `data:text/javascript,const now = Date.now; Date.now = () => now() - ${BEHIND_MS};`;
const RANGE_MS = 3_600_000;

/** What the providers do next; emptied by their requests. */
const replies: Record<ProviderName, Scenario[]> = { azure: [], openai: [], anthropic: [], search: [] };
const providers = new Map<ProviderName, ReplayedProvider>();

const stores = (await json(process.stdin)) as StoreWriters;
const ledger = clickHouseLedger({
  ledger: httpTransport(stores.ledgerReader),
  attempts: httpTransport(stores.attemptsReader),
});
const folder = mkdtempSync(join(tmpdir(), 'tokentrail-detail-requests-'));
try {
  process.stdout.write(JSON.stringify(await makeRecords()));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function makeRecords(): Promise<Record<string, RecordKey>> {
  await ensureBuilt(['instrumentation'], () => undefined);
  const collector = await startCollector({
    binary: await collectorBinary(),
    dataDir: folder,
    env: {
      TOKENTRAIL_LEDGER_ENDPOINT: stores.ledgerUrl,
      TOKENTRAIL_LEDGER_USER: stores.user,
      TOKENTRAIL_LEDGER_PASSWORD: stores.password,
      TOKENTRAIL_TRACES_ENDPOINT: stores.tracesUrl,
      TOKENTRAIL_TRACES_USER: stores.user,
      TOKENTRAIL_TRACES_PASSWORD: stores.password,
    },
  });
  for (const name of PROVIDERS) {
    const chooseScenario = () => replies[name].shift() ?? 'ok';
    providers.set(name, await startReplayedProvider({ chooseScenario, chunkDelayMs: 4, latencyMs: 20 }));
  }
  const gateways = [gatewayFor(collector.otlpUrl), gatewayFor(collector.otlpUrl, [CLOCK_BEHIND])] as const;
  const [url, urlBehind] = await Promise.all(gateways.map((gateway) => gateway.printed(/listening on (\S+)/)));
  const lost = send(urlBehind!, LOST, LOST_REQUEST);
  await settled(keys, (found) => LOST in found);
  await gateways[1].kill();
  await lost;
  for (const [name, request] of DETAIL_REQUESTS) {
    await send(url!, name, request);
  }
  await gateways[0].stop();
  const names = [...DETAIL_REQUESTS.keys(), LOST];
  const found = await settled(keys, (some) => names.every((name) => name in some));
  await collector.stop();
  await Promise.all([...providers.values()].map((provider) => provider.stop()));
  const missing = names.filter((name) => !(name in found));
  if (missing.length > 0) {
    throw new Error(`the ledger has no record of ${missing.join(', ')}`);
  }
  await reprice();
  return Object.fromEntries(names.map((name) => [name, found[name]!]));
}

function gatewayFor(otlpUrl: string, imports: readonly string[] = []): RunningProgram {
  const urls = [...providers].map(([name, { url }]) => [`${name.toUpperCase()}_URL`, url]);
  return startProgram(join(ROOT, 'examples', 'gateway', 'src', 'main.ts'), {
    instrumented: true,
    imports,
    env: {
      OTEL_SERVICE_NAME: 'example-gateway',
      TOKENTRAIL_OTLP_ENDPOINT: otlpUrl,
      TOKENTRAIL_PRICES: join(ROOT, 'examples', 'prices.yaml'),
      TOKENTRAIL_CAPTURE: 'full',
      TOKENTRAIL_RUNNING_RECORDS: imports.length > 0 ? 'true' : 'false',
      GATEWAY_PORT: '0',
      GATEWAY_TIMEOUT_MS: imports.length > 0 ? '30000' : String(TIMEOUT_MS),
      ...Object.fromEntries(urls),
    },
  });
}

/** Sends a request and reads the response, unless the client leaves before its end or the gateway is killed. */
async function send(url: string, name: string, request: DetailRequest): Promise<void> {
  Object.assign(replies, { azure: [], openai: [], anthropic: [], search: [], ...structuredClone(request.replies) });
  const { method = 'POST', path, body, leavesAfter = Infinity } = request;
  const gone = new AbortController();
  const headers = {
    authorization: `Bearer ${keyOf(request)}`,
    'x-request-id': name,
    'user-agent': 'shop/1.4',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  try {
    const response = await fetch(url + path, { method, headers, ...sent, signal: gone.signal });
    await readBody(response, leavesAfter, gone);
  } catch (error) {
    const isMeant = gone.signal.aborted || name === LOST || request.replies !== undefined;
    if (!isMeant) {
      throw error;
    }
  }
}

async function readBody({ body }: Response, leavesAfter: number, gone: AbortController): Promise<void> {
  const reader = body?.getReader();
  for (let chunk = await reader?.read(), count = 1; chunk?.done === false; chunk = await reader?.read(), count++) {
    if (count === leavesAfter) {
      gone.abort();
    }
  }
}

/** The keys of the records that the ledger has, by the request id. */
async function keys(): Promise<Record<string, RecordKey>> {
  const range = { fromMs: Date.now() - RANGE_MS, toMs: Date.now() + 60_000 };
  const { records } = await ledger.list({ range, filter: {}, limit: 500 });
  return Object.fromEntries(
    records.map(({ requestId, startUnixNano, traceId, spanId, sender }) => [
      requestId ?? '',
      { startUnixNano, traceId, spanId, ...(sender !== undefined && { sender }) },
    ]),
  );
}

/** Prices the calls that have an unknown cost, as `tokentrail audit --reprice` does. */
async function reprice(): Promise<void> {
  const prices = parsePriceFile(LATER_PRICES);
  if ('errors' in prices) {
    throw new Error(`the later prices cannot be read: ${JSON.stringify(prices.errors)}`);
  }
  const book = new PriceBook([{ document: prices.document, source: 'operator' }]);
  const range = { fromMs: Date.now() - RANGE_MS, toMs: Date.now() + 60_000 };
  const transports = { ledger: httpTransport(stores.attemptsReader), repricer: httpTransport(stores.repricer) };
  await repriceRange(ledger, range, book, (records, entries) =>
    writeRepriced(transports, records, { by: 'ops', reason: 'price learned later', nowMs: Date.now(), entries }),
  );
}
