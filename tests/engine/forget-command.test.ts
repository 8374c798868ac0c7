/** `tokentrail forget`, on both stores, with running and late versions of the records of a person. */
import { deleteContentStatement, deleteOlderVersionsStatement } from '@tokentrail/clickhouse';
import { eventually, useCommandStores } from './command-stores.ts';
import { landingRow } from './test-store.ts';

const ANN = `ann "o'neill" \\ \u202e`;
const PERSONAL = {
  'user.id': ANN,
  'session.id': 'session-of-ann',
  'gen_ai.conversation.id': 'conversation-of-ann',
  'client.address': '192.0.2.7',
  'user_agent.original': 'browser-of-ann',
  'tokentrail.tags': '{"desk":"desk-of-ann"}',
  'gen_ai.response.id': 'response-of-ann',
};
const WORDS = ['of-ann', '192.0.2.7', 'neill'];
const NUMBERS = {
  'tokentrail.cost.charged': '9007199254740993',
  'tokentrail.cost.charged.state': 'priced',
  'gen_ai.usage.input_tokens': '123',
  'tokentrail.key.name': 'team key',
  'tokentrail.attempts': '["{\\"index\\":0,\\"retry\\":0}"]',
};
const running = { 'tokentrail.record.state': 'streaming' };
const content = { 'gen_ai.input.messages': '[{"role":"user","content":"words-of-ann"}]' };

const ended = [1, 2, 3].map((id) =>
  landingRow(id, { ...PERSONAL, ...NUMBERS, 'tokentrail.request.id': `request-${id}` }),
);
const ofBob = landingRow(4, { ...NUMBERS, 'user.id': 'bob' });
const stillRunning = landingRow(5, { ...PERSONAL, ...running });

const stores = useCommandStores(async ({ ledger, traces }) => {
  await ledger.insert('tokentrail_ledger.landing', [...ended, ofBob, stillRunning]);
  const child = (id: number) =>
    landingRow(100 + id, content, { TraceId: ended[id - 1]?.TraceId, ParentSpanId: ended[id - 1]?.SpanId });
  await traces.insert('tokentrail_traces.otel_traces', [
    { ...ofBob, ParentSpanId: '' },
    ...ended.map(({ SpanAttributes, ...span }) => ({
      ...span,
      ParentSpanId: '',
      SpanAttributes: { ...SpanAttributes, ...content },
    })),
    child(1),
  ]);
});
/** Prints the person's name in a command line. */
const shell = (command: string, env: Record<string, string> = {}) => stores.shell(command, { ANN, ...env });
const TABLE = 'tokentrail_ledger.usage_records';
const sums = () =>
  stores.ledger.rows(
    `SELECT count() AS calls, sum(toInt128(cost_charged)) AS charged, sum(input_tokens) AS tokens, countIf(key_name = 'team key') AS of_key
     FROM ${TABLE} FINAL WHERE record_type = 'usage' AND state = 'success'`,
  );
const usersOf = async (where: string) =>
  (await stores.ledger.rows(`SELECT user_id FROM ${TABLE} FINAL WHERE ${where} ORDER BY trace_id`)).map(
    (row) => row['user_id'],
  );
/** Everything that the tables have physically, also of replaced versions. */
const everything = async () =>
  JSON.stringify(await stores.ledger.rows(`SELECT * FROM ${TABLE} WHERE state != 'streaming'`)) +
  JSON.stringify(await stores.traces.rows('SELECT * FROM tokentrail_traces.otel_traces'));

test('a dry run counts the records and changes nothing', async () => {
  const { code, text } = await shell('tokentrail forget --user "$ANN" --reason x --by eve --dry-run');
  expect([code, text.split('\n')[0]]).toEqual([0, 'dry run: 3 records would be forgotten, nothing was changed']);
  expect(await usersOf("user_id != 'bob'")).toHaveLength(4);
});

test('content and what identifies the person are removed, numbers and other persons stay', async () => {
  const before = await sums();
  const { code, text } = await shell('tokentrail forget --user "$ANN" --reason "asked for it" --by eve');
  expect([code, text.split('\n')]).toEqual([
    0,
    [
      expect.stringContaining('3 records forgotten'),
      '1 record is still running and was left: run the command again later',
      '',
    ],
  ]);
  expect(await sums()).toEqual(before);
  expect(await usersOf("record_type = 'usage' AND state = 'success'")).toEqual([
    'forgotten',
    'forgotten',
    'forgotten',
    'bob',
  ]);
  await eventually(async () => {
    const found = await everything();
    return WORDS.filter((word) => found.includes(word));
  }, []);
  const spans = await stores.traces.rows('SELECT SpanId FROM tokentrail_traces.otel_traces');
  expect(spans).toEqual([{ SpanId: ofBob.SpanId }]);
  const attempts = await stores.ledger.rows(
    'SELECT trace_id FROM tokentrail_ledger.attempts',
    'tokentrail_attempts_reader',
  );
  expect(attempts).toHaveLength(4);
});

test('neither a replay nor a late running version brings the person back', async () => {
  await stores.ledger.insert('tokentrail_ledger.landing', [
    ...ended,
    ...ended.map((row) => ({ ...row, SpanAttributes: { ...row.SpanAttributes, ...running } })),
  ]);
  expect(await usersOf(`user_id = 'forgotten'`)).toHaveLength(3);
  expect(await usersOf(`session_id = 'session-of-ann' AND state != 'streaming'`)).toEqual([]);
});

test('an event says who forgot how many records and why, without the person', async () => {
  const [event, ...more] = await stores.ledger.rows(`SELECT * FROM ${TABLE} FINAL WHERE record_type = 'manage'`);
  expect(more).toEqual([]);
  expect(event).toMatchObject({ event_name: 'forget', user_id: 'eve', tags: { reason: 'asked for it', records: '3' } });
  expect(JSON.stringify(event)).not.toContain('neill');
});

test('a running record is forgotten when it has ended', async () => {
  const end = {
    ...stillRunning,
    SpanAttributes: { ...stillRunning.SpanAttributes, 'tokentrail.record.state': 'success' },
  };
  await stores.ledger.insert('tokentrail_ledger.landing', [end]);
  const { text } = await shell('tokentrail forget --user "$ANN" --reason again --by eve');
  expect(text).toContain('1 record forgotten');
  expect(await usersOf(`trace_id = '${stillRunning.TraceId}'`)).toEqual(['forgotten']);
});

test('content that arrives again is removed by the request id', async () => {
  const { SpanAttributes, ...span } = ended[0]!;
  const again = { ...span, ParentSpanId: '', SpanAttributes: { ...SpanAttributes, ...content } };
  await stores.traces.insert('tokentrail_traces.otel_traces', [again]);
  const { text } = await shell('tokentrail forget --request request-1 --reason again --by eve');
  expect(text).toContain('1 record forgotten');
  const spans = async () => (await stores.traces.rows('SELECT SpanId FROM tokentrail_traces.otel_traces')).length;
  await eventually(spans, 1);
  expect(await usersOf(`request_id = 'request-1'`)).toEqual(['forgotten']);
});

test('the records of a key lose the key', async () => {
  const { text } = await shell("tokentrail forget --key 'team key' --reason left --by eve");
  // Those of ann were forgotten before.
  expect(text).toContain('1 record forgotten');
  const rows = await stores.ledger.rows(`SELECT key_name FROM ${TABLE} FINAL WHERE trace_id = '${ofBob.TraceId}'`);
  expect(rows).toEqual([{ key_name: null }]);
});

test.each([
  ['tokentrail forget --reason x', {}, 'say whose records: give exactly one of'],
  ['tokentrail forget --user a --key b --reason x', {}, 'say whose records: give exactly one of'],
  ['tokentrail forget --user a', {}, 'forget records who forgot and why: give --reason'],
  [
    'tokentrail forget --user a --reason x',
    { TOKENTRAIL_DATA_MANAGER_PASSWORD: '' },
    'nothing may be changed: set TOKENTRAIL_DATA',
  ],
])('%s %j fails with one line', async (command, env, message) => {
  const { code, text } = await shell(command, env);
  expect([code, text.trimEnd().split('\n')]).toEqual([2, [expect.stringContaining(`tokentrail: ${message}`)]]);
});

test('rows are deleted by ids only, and only by the account for it', async () => {
  const id = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sender: "x') OR 1 --" };
  const statement = deleteOlderVersionsStatement([id]);
  const asManager = { account: 'tokentrail_data_manager' } as const;
  expect((await stores.ledger.ask(statement, asManager)).status).toBe(200);
  expect((await stores.ledger.ask(statement, { account: 'tokentrail_writer' })).code).toBe('497');
  expect((await stores.ledger.ask(`${statement} OR 1`, asManager)).code).toBe('497');
  const content = deleteContentStatement([id]);
  expect((await stores.traces.ask(content.replace(/ OR .*/, ' OR 1'), asManager)).code).toBe('497');
  expect((await stores.traces.ask(content, { account: 'tokentrail_writer' })).code).toBe('497');
});
