import { landingRow, useTestStore } from './test-store.ts';

const OTEL_TRACES = 'tokentrail_traces.otel_traces';

const store = useTestStore('traces');

test('content comes back unchanged', async () => {
  const messages = '[{"role":"user","content":"ünïcode \\"quoted\\"\\n"}]';
  await store.insert(OTEL_TRACES, [landingRow(1, { 'gen_ai.input.messages': messages })]);
  await expect(
    store.rows(`SELECT SpanAttributes['gen_ai.input.messages'] AS messages FROM ${OTEL_TRACES}`),
  ).resolves.toEqual([{ messages }]);
});

test('a batch of spans from 300 different days is accepted', async () => {
  const rows = Array.from({ length: 300 }, (_, day) => {
    const Timestamp = new Date(Date.now() - day * 86_400_000).toISOString().replace('T', ' ').replace('Z', '');
    return landingRow(1_000 + day, {}, { Timestamp });
  });
  await store.insert(OTEL_TRACES, rows);
  await expect(
    store.rows(`SELECT count() AS n FROM ${OTEL_TRACES} WHERE SpanId = '${(1_000).toString(16).padStart(16, '0')}'`),
  ).resolves.toEqual([{ n: '1' }]);
}, 30_000);

test('spans of two senders with the same ids are distinguished by sender, as in the ledger', async () => {
  const span = (instance: string, over: object = {}) =>
    landingRow(
      5_000,
      { 'gen_ai.input.messages': instance },
      { ResourceAttributes: { 'service.instance.id': instance }, ...over },
    );
  await store.insert(OTEL_TRACES, [span('app-1'), span('app-2'), span('', { ServiceName: 'shop' })]);
  await store.insert(OTEL_TRACES, [span('', { ServiceName: '' })]);
  const rows = await store.rows(
    `SELECT sender, SpanAttributes['gen_ai.input.messages'] AS messages FROM ${OTEL_TRACES}
     WHERE SpanId = '${(5_000).toString(16).padStart(16, '0')}' ORDER BY sender`,
  );
  expect(rows).toEqual([
    { sender: '-', messages: '' },
    { sender: 'app-1', messages: 'app-1' },
    { sender: 'app-2', messages: 'app-2' },
    { sender: 'shop', messages: '' },
  ]);
});

test('the accounts of the ledger cannot log in here', async () => {
  expect((await store.ask('SELECT 1', { account: 'tokentrail_ledger_reader' })).code).toBe('516');
});
