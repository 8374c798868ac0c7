import { LANDING, VERSION, attemptsIn, ago, recordIn } from './ledger-rows.ts';
import { landingRow, useTestStore } from './test-store.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const store = useTestStore('ledger');

const recordOf = (id: number, columns: string) => recordIn(store, id, columns);

/** A version of the record `id` by `instance`, whose start was `startedAgo`. */
function versionOf(
  id: number,
  instance: string,
  attributes: Record<string, string> = {},
  { Timestamp = ago(60_000), ...span }: Record<string, unknown> = {},
) {
  const ResourceAttributes = instance === '' ? {} : { 'service.instance.id': instance };
  return landingRow(id, { [VERSION]: String(Date.now()), ...attributes }, { Timestamp, ResourceAttributes, ...span });
}

/** Values that an attacker would like a record to have. */
const FORGED = {
  'gen_ai.request.model': 'cheap',
  'user.id': 'mallory',
  'tokentrail.cost.charged': '1',
  'tokentrail.cost.charged.state': 'priced',
  'tokentrail.attempts': '["{\\"index\\":9}"]',
};
const GENUINE = {
  'gen_ai.request.model': 'dear',
  'user.id': 'ann',
  'tokentrail.cost.charged': '500',
  'tokentrail.cost.charged.state': 'priced',
  'tokentrail.attempts': '["{\\"index\\":0}"]',
};
const genuine = { sender: 'app-1', request_model: 'dear', user_id: 'ann', cost_charged: '500' };
const COLUMNS = 'sender, request_model, user_id, cost_charged';

let nextId = 1;

describe('a span of another sender with the ids and start of an existing record', () => {
  test.each<[string, string, Record<string, string>, Record<string, unknown>]>([
    ['of a version a day ahead', 'mallory', { [VERSION]: String(Date.now() + DAY_MS - 60_000) }, {}],
    ['of the largest version there is', 'mallory', { [VERSION]: '9223372036854775807' }, {}],
    ['that ends in the future', 'mallory', { [VERSION]: '' }, { Duration: String(HOUR_MS * 1_000_000) }],
    ['that is cancelled', 'mallory', { 'tokentrail.record.state': 'cancelled' }, {}],
    ['without an instance id', '', {}, {}],
    ['of a service named like the instance of the record, almost', '', {}, { ServiceName: 'app-1 ' }],
    ['that runs', 'mallory', { 'tokentrail.record.state': 'streaming' }, {}],
    ['that claims to be repriced', 'mallory', { repriced_by: 'ann', ver: String(3n << 56n), rank: '3' }, {}],
    ['that claims a sender', 'mallory', { sender: 'app-1', 'tokentrail.sender': 'app-1' }, {}],
  ])('leaves the record unchanged: a span %s', async (_, instance, attributes, span) => {
    const id = nextId++;
    const Timestamp = ago(60_000);
    await store.insert(LANDING, [versionOf(id, 'app-1', GENUINE, { Timestamp })]);
    await store.insert(LANDING, [versionOf(id, instance, { ...FORGED, ...attributes }, { Timestamp, ...span })]);
    const rows = await recordOf(id, COLUMNS);
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual(genuine);
    const attempts = await attemptsIn(store, id, 'sender, `index` AS i');
    expect(attempts).toContainEqual({ sender: 'app-1', i: 0 });
  });

  test('does not end a running record', async () => {
    const id = nextId++;
    const Timestamp = ago(60_000);
    const running = versionOf(id, 'app-1', { 'tokentrail.record.state': 'streaming' }, { Timestamp });
    await store.insert(LANDING, [running]);
    await store.insert(LANDING, [versionOf(id, 'x', { 'tokentrail.record.state': 'cancelled' }, { Timestamp })]);
    await expect(recordOf(id, 'sender, state')).resolves.toEqual([
      { sender: 'app-1', state: 'streaming' },
      { sender: 'x', state: 'cancelled' },
    ]);
  });

  test('counts as a separate record of its sender', async () => {
    const id = nextId++;
    const Timestamp = ago(60_000);
    await store.insert(LANDING, [
      versionOf(id, 'app-1', GENUINE, { Timestamp }),
      versionOf(id, 'x', FORGED, { Timestamp }),
    ]);
    await expect(recordOf(id, 'sender')).resolves.toEqual([{ sender: 'app-1' }, { sender: 'x' }]);
  });
});

describe('later versions of the same sender', () => {
  const ended = (id: number, user: string, Timestamp: string, versionMs = Date.now()) =>
    versionOf(id, 'app-1', { 'user.id': user, [VERSION]: String(versionMs) }, { Timestamp });
  const running = (id: number, Timestamp: string) =>
    versionOf(id, 'app-1', { 'tokentrail.record.state': 'streaming' }, { Timestamp });

  test('an end completes a running record, however late it arrives', async () => {
    for (const startedAgo of [60_000, 2 * HOUR_MS, 30 * DAY_MS]) {
      const id = nextId++;
      const Timestamp = ago(startedAgo);
      await store.insert(LANDING, [running(id, Timestamp)]);
      await store.insert(LANDING, [ended(id, 'ann', Timestamp)]);
      await store.insert(LANDING, [running(id, Timestamp)]);
      await expect(recordOf(id, 'state, user_id')).resolves.toEqual([{ state: 'success', user_id: 'ann' }]);
    }
  });

  test('a later version replaces an ended one within an hour of its start', async () => {
    const id = nextId++;
    const Timestamp = ago(50 * 60_000);
    await store.insert(LANDING, [ended(id, 'first', Timestamp, Date.now() - 2)]);
    await store.insert(LANDING, [ended(id, 'second', Timestamp)]);
    await expect(recordOf(id, 'user_id')).resolves.toEqual([{ user_id: 'second' }]);
  });

  test.each<[string, number]>([
    ['of now', 0],
    ['an hour ahead', HOUR_MS],
    ['almost a day ahead', DAY_MS - 60_000],
  ])('no version replaces an ended one after an hour: one %s', async (_, ahead) => {
    const id = nextId++;
    const Timestamp = ago(61 * 60_000);
    await store.insert(LANDING, [ended(id, 'first', Timestamp)]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    const forged = { ...ended(id, 'second', Timestamp, Date.now() + ahead), Duration: String(2 * HOUR_MS * 1_000_000) };
    await store.insert(LANDING, [forged]);
    await expect(recordOf(id, 'user_id')).resolves.toEqual([{ user_id: 'first' }]);
  });

  test('a version from the far future does not win forever', async () => {
    const id = nextId++;
    const Timestamp = ago(60_000);
    await store.insert(LANDING, [ended(id, 'ahead', Timestamp, Date.now() + DAY_MS - 60_000)]);
    const [row] = await recordOf(id, 'bitAnd(ver, 72057594037927935) AS ms');
    expect(Number(row?.['ms'])).toBeLessThanOrEqual(Date.now() + 5 * 60_000);
  });

  test('a replay stays one row, early or late', async () => {
    for (const startedAgo of [60_000, 3 * DAY_MS]) {
      const row = ended(nextId++, 'ann', ago(startedAgo));
      await store.insert(LANDING, [row]);
      await store.insert(LANDING, [row, row]);
      await expect(recordOf(nextId - 1, 'user_id')).resolves.toEqual([{ user_id: 'ann' }]);
    }
  });

  test('the sender is the service if there is no instance id, and "-" if there is neither', async () => {
    const id = nextId++;
    await store.insert(LANDING, [versionOf(id, '', {}), versionOf(id, '', {}, { ServiceName: '' })]);
    await expect(recordOf(id, 'sender')).resolves.toEqual([{ sender: '-' }, { sender: 'shop' }]);
  });
});
