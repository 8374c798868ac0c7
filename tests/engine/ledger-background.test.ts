import { identityOfResponse } from '../../instrumentation/src/record/shared-identity.ts';
import { LANDING, VERSION } from './ledger-rows.ts';
import { landingRow, useTestStore } from './test-store.ts';

const HOUR_MS = 3_600_000;
/** The creation of a response is the same in every report of it. */
const NOW = Date.now();

const store = useTestStore('ledger');

let responses = 0;
const nextResponse = () => `resp_${String(++responses).padStart(48, '0')}`;

interface Report {
  instance: string;
  response: string;
  startedAgo?: number;
  attributes?: Record<string, string>;
  ids?: { TraceId?: string; SpanId?: string };
}

/** A report of a background response by the process `instance`. */
function report({ instance, response, startedAgo = 60_000, attributes = {}, ids = {} }: Report) {
  const { traceId: TraceId, spanId: SpanId } = identityOfResponse(response, 0, false);
  const own = {
    'gen_ai.operation.name': 'background_response',
    'gen_ai.response.id': response,
    'tokentrail.cost.paid': '500',
    'tokentrail.cost.paid.state': 'priced',
    'user.id': instance,
    [VERSION]: String(Date.now()),
  };
  const ResourceAttributes = { 'service.instance.id': instance };
  const Timestamp = new Date(NOW - startedAgo).toISOString().replace('T', ' ').replace('Z', '');
  return landingRow(1, { ...own, ...attributes }, { TraceId, SpanId, Timestamp, ResourceAttributes, ...ids });
}

const rowsOf = (response: string) =>
  store.rows(
    `SELECT sender, user_id, state, cost_paid FROM tokentrail_ledger.usage_records FINAL WHERE response_id = '${response}' ORDER BY user_id`,
  );

test('the reports of several processes are one row', async () => {
  const response = nextResponse();
  for (const instance of ['web', 'worker']) {
    await store.insert(LANDING, [report({ instance, response, attributes: { [VERSION]: String(Date.now()) } })]);
  }
  const rows = await rowsOf(response);
  expect(rows).toMatchObject([{ sender: 'any', cost_paid: '500' }]);
});

test('its attempts are those of the same version', async () => {
  const response = nextResponse();
  const { traceId } = identityOfResponse(response, 0, false);
  for (const [version, instance] of [
    [2, 'web'],
    [1, 'worker'],
  ] as const) {
    const attributes = {
      [VERSION]: String(NOW + version),
      'tokentrail.attempts': `["{\\"index\\":${version}}"]`,
    };
    await store.insert(LANDING, [report({ instance, response, attributes })]);
  }
  await expect(rowsOf(response)).resolves.toMatchObject([{ user_id: 'web' }]);
  await expect(
    store.rows(
      `SELECT sender, \`index\` AS i FROM tokentrail_ledger.attempts WHERE trace_id = '${traceId}'`,
      'tokentrail_attempts_reader',
    ),
  ).resolves.toEqual([{ sender: 'any', i: 2 }]);
});

test('more than an hour after its creation the first end stays, and a running version never replaces it', async () => {
  const response = nextResponse();
  const startedAgo = 2 * HOUR_MS;
  const running = { 'tokentrail.record.state': 'pending' };
  await store.insert(LANDING, [report({ instance: 'web', response, startedAgo, attributes: running })]);
  await store.insert(LANDING, [report({ instance: 'worker', response, startedAgo })]);
  await new Promise((resolve) => setTimeout(resolve, 10));
  await store.insert(LANDING, [report({ instance: 'viewer', response, startedAgo })]);
  await store.insert(LANDING, [report({ instance: 'web', response, startedAgo, attributes: running })]);
  await expect(rowsOf(response)).resolves.toMatchObject([{ user_id: 'worker', state: 'success' }]);
});

test.each<[string, Partial<Report>]>([
  ['another trace id', { ids: { TraceId: 'a'.repeat(32) } }],
  ['another span id', { ids: { SpanId: 'b'.repeat(16) } }],
  ['another operation', { attributes: { 'gen_ai.operation.name': 'chat' } }],
])('a span with %s keeps its own sender, so it replaces no record of another process', async (_, forged) => {
  const response = nextResponse();
  await store.insert(LANDING, [report({ instance: 'web', response })]);
  await store.insert(LANDING, [report({ instance: 'x', response, ...forged })]);
  await expect(rowsOf(response)).resolves.toMatchObject([
    { sender: 'any', user_id: 'web' },
    { sender: 'x', user_id: 'x' },
  ]);
});
