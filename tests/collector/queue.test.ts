import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { sendSpans, span, string } from './otlp.ts';
import { AWAY, collector, scratchFolder, store, until } from './setup.ts';

const LEDGER_QUEUE = 'exporter_clickhouse_ledger_traces';

function record(id: string) {
  return span([string('tokentrail.record.type', 'usage'), string('user.id', id)]);
}

test('data accepted while the stores were down is delivered after a restart', async (t) => {
  const dataDir = scratchFolder(t);
  const sent = Array.from({ length: 200 }, (_, index) => `accepted-${index};`);
  const first = await collector(t, { dataDir, ledgerUrl: AWAY, tracesUrl: AWAY });
  for (const id of sent) {
    await sendSpans(first.otlpUrl, [record(id)]);
  }
  // Like a crash: nothing is flushed.
  process.kill(first.pid, 'SIGKILL');
  await first.exited;

  const [ledger, traces] = [await store(t), await store(t)];
  await collector(t, { dataDir, ledgerUrl: ledger.url, tracesUrl: traces.url });
  for (const { received } of [ledger, traces]) {
    await until('every accepted record in the store', () => sent.every((id) => received().includes(id)));
  }
});

test('a store that comes back receives the waiting data without a restart', async (t) => {
  const ledger = await store(t);
  const port = Number(new URL(ledger.url).port);
  await ledger.close();
  const running = await collector(t, { dataDir: scratchFolder(t), ledgerUrl: ledger.url, tracesUrl: AWAY });
  await sendSpans(running.otlpUrl, [record('waited')]);
  const back = await store(t, port);
  await until('the record in the store', () => back.received().includes('waited'));
});

/** Fills the ledger's queue, stops the collector and returns the path of the queue file. */
async function fullQueue(t: TestContext, dataDir: string): Promise<string> {
  const running = await collector(t, { dataDir, ledgerUrl: AWAY, tracesUrl: AWAY });
  for (let index = 0; index < 50; index += 1) {
    await sendSpans(running.otlpUrl, [record(`lost-${index} ${'x'.repeat(200)}`)]);
  }
  await running.stop();
  return join(dataDir, 'queue', LEDGER_QUEUE);
}

const WRECKS: [how: string, wreck: (file: string) => void][] = [
  ['without a header', (file) => overwrite(file, 0, 8192)],
  ['cut short', (file) => truncateSync(file, statSync(file).size / 2)],
  ['with foreign content', (file) => writeFileSync(file, 'no database at all')],
  ['with overwritten pages', (file) => overwrite(file, 8192, statSync(file).size - 8192)],
];

function overwrite(file: string, from: number, length: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, from, from + length);
  writeFileSync(file, bytes);
}

for (const [how, wreck] of WRECKS) {
  test(`a queue file ${how} is moved aside with a warning, and the collector works`, async (t) => {
    const dataDir = scratchFolder(t);
    wreck(await fullQueue(t, dataDir));
    const warnings: string[] = [];
    const ledger = await store(t);
    const running = await collector(t, {
      dataDir,
      ledgerUrl: ledger.url,
      tracesUrl: AWAY,
      onWarning: (line) => warnings.push(line),
    });
    const kept = readdirSync(join(dataDir, 'queue')).filter((name) => name.startsWith(`${LEDGER_QUEUE}.`));
    assert.equal(kept.length, 1);
    assert.match(warnings.join('\n'), /cannot be read|could not be read/);
    assert.ok(warnings.join('\n').includes(kept[0] ?? '-'));
    await sendSpans(running.otlpUrl, [record('after-the-wreck')]);
    await until('a new record in the ledger', () => ledger.received().includes('after-the-wreck'));
  });
}

test('a second collector on the same queue files reports that and does not touch them', async (t) => {
  const dataDir = scratchFolder(t);
  await collector(t, { dataDir, ledgerUrl: AWAY, tracesUrl: AWAY });
  await assert.rejects(collector(t, { dataDir, ledgerUrl: AWAY, tracesUrl: AWAY }), /queue files are in use/);
  assert.deepEqual(
    readdirSync(join(dataDir, 'queue')).filter((name) => name.includes('.')),
    [],
  );
});

test('a port in use is named in the error', async (t) => {
  const taken = await store(t);
  const listen = new URL(taken.url).host;
  const started = collector(t, { dataDir: scratchFolder(t), ledgerUrl: AWAY, tracesUrl: AWAY, otlpListen: listen });
  await assert.rejects(started, new RegExp(`cannot listen on ${listen.replaceAll('.', '\\.')}: the port is in use`));
});

test('a body of 40 MB is accepted, one above 64 MiB refused', async (t) => {
  const traces = await store(t);
  const running = await collector(t, { dataDir: scratchFolder(t), ledgerUrl: AWAY, tracesUrl: traces.url });
  const body = (length: number) => span([string('gen_ai.input.messages', `${'y'.repeat(length)}end of the body`)]);
  await sendSpans(running.otlpUrl, [body(40_000_000)]);
  await until('the body in the traces', () => traces.received().includes('end of the body'));
  await assert.rejects(sendSpans(running.otlpUrl, [body(70_000_000)]), /responded with status 4|fetch failed/);
});

test('a full queue refuses with 503, so that the sender keeps its data, and does not grow', async (t) => {
  const dataDir = scratchFolder(t);
  const running = await collector(t, { dataDir, ledgerUrl: AWAY, tracesUrl: AWAY, ledgerQueueBytes: 500_000 });
  const batch = Array.from({ length: 100 }, (_, index) => record(`${index} ${'x'.repeat(200)}`));
  const send = async () => {
    for (let index = 0; index < 100; index += 1) {
      await sendSpans(running.otlpUrl, batch);
    }
  };
  await assert.rejects(send(), /responded with status 503/);
  const { size } = statSync(join(dataDir, 'queue', LEDGER_QUEUE));
  assert.ok(size < 2 * 1024 ** 2, `${size} bytes`);
});
