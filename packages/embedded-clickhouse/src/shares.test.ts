import { connect } from 'node:net';
import { READER_CONCURRENCY } from '@tokentrail/clickhouse';
import { Shares } from './shares.ts';
import { PASSWORDS, landingRow, startTestStore, type TestStore } from './testing.ts';

const never = new AbortController().signal;

async function held(shares: Shares, client: string, count: number): Promise<(() => void)[]> {
  return Promise.all(Array.from({ length: count }, () => shares.take(client, never)));
}

test('one client gets at most half of the lanes, and others still get one', async () => {
  const shares = new Shares(8);
  await held(shares, 'greedy', 4);
  const fifth = shares.take('greedy', never);
  const refused = expect(fifth).rejects.toMatchObject({ code: 202 });
  await held(shares, 'second', 2);
  await held(shares, 'third', 1);
  await held(shares, 'fourth', 1);
  await refused;
}, 10_000);

test('a freed lane goes to the client that waited longest and is entitled to it', async () => {
  const shares = new Shares(2);
  const [release] = await held(shares, 'a', 1);
  const order: string[] = [];
  const waiting = [
    shares.take('a', never).then(() => order.push('a')),
    shares.take('b', never).then(() => order.push('b')),
  ];
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(order).toEqual(['b']);
  release?.();
  await Promise.all(waiting);
  expect(order).toEqual(['b', 'a']);
});

test('a client with too many waiting requests is refused at once, and a client that left no longer waits', async () => {
  const shares = new Shares(2);
  await held(shares, 'a', 1);
  const gone = new AbortController();
  const waiting = Array.from({ length: 16 }, () => shares.take('a', gone.signal));
  const settled = Promise.allSettled(waiting);
  const started = Date.now();
  await expect(shares.take('a', never)).rejects.toMatchObject({ code: 202 });
  gone.abort();
  expect((await settled).map(({ status }) => status)).toEqual(Array(16).fill('rejected'));
  expect(Date.now() - started).toBeLessThan(1_000);
  await held(shares, 'b', 1);
});

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore('ledger');
}, 60_000);
afterAll(() => store.end());

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
    const started = Date.now();
    const response = await store.ask('SELECT 1', { headers: { 'X-Grafana-User': 'alice' } });
    expect([response.status, response.text]).toEqual([200, '{"1":1}\n']);
    times.push(Date.now() - started);
  }
  stop.abort();
  await settled;
  closers.forEach((close) => close());
  expect(Math.max(...times)).toBeLessThan(1_000);
}, 60_000);
