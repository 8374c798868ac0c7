import { connect } from 'node:net';
import { READER_CONCURRENCY } from '@tokentrail/clickhouse';
import { Control } from '../control.ts';
import { PASSWORDS, landingRow, startTestStore, type TestStore } from '../engine/test-store.ts';

let store: TestStore;
let control: Control;
beforeAll(async () => {
  [store, control] = await Promise.all([startTestStore('ledger'), Control.start()]);
}, 60_000);
afterAll(() => Promise.all([store.end(), control.stop()]));

/** Sends a query and never reads the response. */
function unread(url: string, sql: string, user: string): () => void {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined).pause();
  socket.write(
    `GET /?query=${encodeURIComponent(sql)} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Grafana-User: ${user}\r\n` +
      `X-ClickHouse-User: tokentrail_ledger_reader\r\nX-ClickHouse-Key: ${PASSWORDS.tokentrail_ledger_reader}\r\n\r\n`,
  );
  return () => socket.destroy();
}

test('another client is served within a second while a viewer runs its maximum and reads no response', async () => {
  await store.insert(
    'tokentrail_ledger.landing',
    Array.from({ length: 5_000 }, (_, id) => landingRow(id, { 'user.id': 'x'.repeat(2_000) })),
  );
  const closers = Array.from({ length: 20 }, () =>
    unread(store.engine.url, 'SELECT * FROM usage_records FORMAT JSON', 'mallory'),
  );
  const crossJoin = `SELECT count() FROM usage_records AS a, usage_records AS b, usage_records AS c
    WHERE a.trace_id != b.span_id AND c.trace_id != b.span_id`;
  const stop = new AbortController();
  const hammering = Array.from({ length: 2 * READER_CONCURRENCY }, () =>
    store.ask(crossJoin, { headers: { 'X-Forwarded-For': '192.0.2.1, 192.0.2.2' }, signal: stop.signal }),
  );
  const settled = Promise.allSettled(hammering);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const times: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const one = async () => {
      const response = await store.ask('SELECT 1', { headers: { 'X-Grafana-User': 'alice' } });
      expect([response.status, response.text]).toEqual([200, '{"1":1}\n']);
    };
    times.push(await control.timeOf(one));
  }
  stop.abort();
  await settled;
  closers.forEach((close) => close());
  expect(Math.max(...times)).toBeLessThan(1_000);
}, 60_000);
