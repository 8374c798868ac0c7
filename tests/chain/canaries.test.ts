import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { plantEverywhere } from '../collector/canaries.ts';
import { sendSpans, span, string } from '../collector/otlp.ts';
import { Chain, type StoreRole } from './chain.ts';
import { wordsIn, wordsInFiles } from './planted-words.ts';
import { runProgram } from './program.ts';
import { settled } from './wait.ts';

/** Planted under a name with a free value. It must reach both stores, which shows that the search works. */
const LET_THROUGH = 'zq-let-through-to-both-stores';

const PROMPT = 'zq-prompt-of-the-user';
const PROVIDER_WORDS = 'zq-words-of-the-provider';
const HEADER_VALUE = 'zq-value-of-a-header';

test('no planted word reaches the ledger, its files or its queue; content reaches the traces', async (t) => {
  const chain = await Chain.start();
  t.after(() => chain.stop());
  const planted = plantEverywhere();
  const words = [...planted.words, PROMPT, PROVIDER_WORDS, HEADER_VALUE];

  // With both stores down, everything must wait in the queue files.
  await chain.stopStore('ledger');
  await chain.stopStore('traces');
  await sendSpans(chain.otlpUrl, planted.spans, planted.surroundings);
  await sendSpans(chain.otlpUrl, [span([string('tokentrail.record.type', 'usage'), string('user.id', LET_THROUGH)])]);
  await refusedCall(t, chain);
  const isLedgerQueue = (path: string) => path.includes('clickhouse_ledger');
  const isTracesQueue = (path: string) => path.includes('clickhouse_traces');
  const isLog = (path: string) => path.includes('.log');
  assert.deepEqual(wordsInFiles(chain.collectorDir, words, isLedgerQueue), []);
  assert.deepEqual(wordsInFiles(chain.collectorDir, words, isLog), []);
  assert.notDeepEqual(wordsInFiles(chain.collectorDir, [LET_THROUGH], isLedgerQueue), []);
  assert.notDeepEqual(wordsInFiles(chain.collectorDir, [PROVIDER_WORDS], isTracesQueue), []);

  await chain.startStore('ledger');
  await chain.startStore('traces');
  const records = await settled(
    () => chain.records(),
    (found) => found.some(({ userId }) => userId === LET_THROUGH) && found.some(({ statusCode }) => statusCode === 400),
  );
  const refused = records.find(({ statusCode }) => statusCode === 400);
  assert.ok(refused, 'the refused call is a record');
  const content = await settled(
    () => chain.traces.content(refused),
    (found) => found !== null,
  );
  assert.match(content?.errorDetails ?? '', new RegExp(PROVIDER_WORDS));
  assert.match(JSON.stringify(content), new RegExp(PROMPT));
  assert.match(content?.clientRequestHeaders ?? content?.providerRequestHeaders ?? '', new RegExp(HEADER_VALUE));

  // Each batch is retried on its own schedule, so the planted spans may arrive after the refused call.
  await settled(
    () => chain.spans(),
    (found) => found.some(({ service }) => service === 'planted'),
  );
  await chain.stopCollector();
  const [ledger, traces] = [await everyRow(chain, 'ledger'), await everyRow(chain, 'traces')];
  assert.deepEqual(wordsIn(ledger, words), []);
  assert.deepEqual(wordsInFiles(chain.dataDir('ledger'), words), []);
  assert.deepEqual(wordsIn(ledger, [LET_THROUGH]), [LET_THROUGH]);
  assert.notDeepEqual(wordsInFiles(chain.dataDir('ledger'), [LET_THROUGH]), []);
  assert.ok(wordsIn(traces, planted.words).length > planted.words.length / 2);
  t.diagnostic(`${words.length} words planted; ${wordsIn(traces, words).length} in the traces, none in the ledger`);
});

/** Makes one call with the real SDK at full capture, which the provider refuses with a message of its own. */
async function refusedCall(t: TestContext, chain: Chain): Promise<void> {
  const provider = createServer((request, response) => {
    request.resume();
    response.writeHead(400, { 'content-type': 'application/json', 'x-request-id': 'req_1' });
    const message = `We cannot answer "${PROVIDER_WORDS}".`;
    response.end(
      JSON.stringify({
        error: { message, type: 'invalid_request_error', param: null, code: `It says ${PROVIDER_WORDS}.` },
      }),
    );
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  t.after(() => provider.close());
  const program = fileURLToPath(new URL('make-refused-call.ts', import.meta.url));
  const call = { prompt: PROMPT, headers: { 'x-note': HEADER_VALUE } };
  const env = {
    PROVIDER_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}`,
    TOKENTRAIL_OTLP_ENDPOINT: chain.otlpUrl,
    TOKENTRAIL_CAPTURE: 'full',
  };
  await runProgram(program, call, { env, instrumented: true });
}

/** Stops the store and reads its folder with a separate engine. */
async function everyRow(chain: Chain, role: StoreRole): Promise<string> {
  await chain.stopStore(role);
  const program = fileURLToPath(new URL('dump-store.ts', import.meta.url));
  return runProgram(program, null, { env: {}, instrumented: false, args: [join(chain.dataDir(role), 'engine')] });
}
