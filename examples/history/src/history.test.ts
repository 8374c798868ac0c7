import { join } from 'node:path';
import { tokenCharge } from '../../providers/src/bill.ts';
import { daysUntil, plansOfDay } from './history.ts';
import type { Plan } from './plan.ts';
import { DAY_MS } from './rhythm.ts';
import { RecordMaker, type MadeRecord } from './spans.ts';

/** A Monday. */
const UNTIL = Date.parse('2026-11-30T08:00:00Z');
const PRICES = join(__dirname, '../../prices.yaml');

const days = daysUntil(UNTIL);
const plans = days.flatMap((day) => plansOfDay(day, UNTIL));

const warnings: string[] = [];

/** The records of some days, made by the instrumentation's code. */
function made(some: readonly Plan[]): MadeRecord[] {
  const maker = new RecordMaker(PRICES, (warning) => warnings.push(warning));
  try {
    return some.map((plan) => maker.make(plan));
  } finally {
    maker.stop();
  }
}

const recent = made(days.slice(-6).flatMap((day) => plansOfDay(day, UNTIL)));

/** The attributes of a record's span. */
function attributesOf({ spans }: MadeRecord): Record<string, unknown> {
  return Object.fromEntries([...(spans[0]?.steady?.attributes ?? []), ...(spans[0]?.attributes ?? [])]);
}

/** The values that `read` returns, each once. */
function seen<T>(read: (record: MadeRecord) => T | readonly T[]): unknown[] {
  return [...new Set(recent.flatMap((record) => read(record)))];
}

test('there are at least 20,000 records, in 30 days before the end', () => {
  expect(plans.length).toBeGreaterThanOrEqual(20_000);
  expect(days).toHaveLength(30);
  expect(Math.max(...plans.map(({ start }) => start))).toBeLessThanOrEqual(UNTIL);
  expect(Math.min(...plans.map(({ start }) => start))).toBeGreaterThan(UNTIL - 30 * DAY_MS);
});

test('every record type is there, with several services, groups, users and keys', () => {
  const distinct = (read: (plan: Plan) => unknown) => new Set(plans.map(read)).size;
  expect([...new Set(plans.map(({ type }) => type))].sort()).toEqual(
    ['login', 'manage', 'refund', 'request', 'system', 'topup', 'usage'].sort(),
  );
  expect(distinct(({ service }) => service)).toBe(4);
  expect(distinct(({ facts }) => facts.group)).toBeGreaterThanOrEqual(6);
  expect(distinct(({ facts }) => facts.user)).toBeGreaterThanOrEqual(12);
  expect(distinct(({ facts }) => (typeof facts.key === 'object' ? facts.key.name : undefined))).toBeGreaterThanOrEqual(
    5,
  );
  expect(distinct(({ facts }) => facts.requestModel)).toBeGreaterThanOrEqual(8);
});

test('every state and every origin of an error is there', () => {
  expect(seen(({ record }) => record.state).sort()).toEqual(
    ['cancelled', 'failed', 'pending', 'streaming', 'success'].sort(),
  );
  expect(seen((record) => attributesOf(record).errorOrigin)).toEqual(
    expect.arrayContaining(['client', 'gateway', 'network', 'provider']),
  );
});

test('there are retries, changed keys, fallbacks, and candidates that were skipped or never reached', () => {
  expect(seen((record) => attributesOf(record).attemptsRetried)).toContain(true);
  expect(seen((record) => attributesOf(record).attemptsChangedKey)).toContain(true);
  expect(seen((record) => attributesOf(record).attemptsFellBack)).toContain(true);
  expect(seen(({ record }) => record.attempts.map(({ state }) => state))).toEqual(
    expect.arrayContaining(['available', 'skipped', 'success', 'failed', 'cancelled']),
  );
  expect(seen(({ record }) => record.attempts.map(({ skipReason }) => skipReason))).toEqual(
    expect.arrayContaining(['model_not_allowed', 'capability_missing', 'circuit_open']),
  );
});

test('a working day has more calls than a Sunday, and most calls of the support are made in working hours', () => {
  const callsOn = (date: string) =>
    plansOfDay(Date.parse(date), UNTIL).filter(({ type, service }) => type === 'usage' && service === 'support-bot');
  const tuesday = callsOn('2026-11-24');
  expect(tuesday.length).toBeGreaterThan(2 * callsOn('2026-11-22').length);
  const hours = tuesday.map(({ start }) => new Date(start).getUTCHours());
  expect(hours.filter((hour) => hour >= 7 && hour < 18).length).toBeGreaterThan(tuesday.length / 2);
});

test('records of all services are marked as examples', () => {
  expect(new Set(plans.map(({ facts }) => facts.tags?.['example']))).toEqual(new Set(['true']));
});

test('the same history has the same records with the same ids, each once', () => {
  const [day] = days.slice(-2);
  const again = made(plansOfDay(day!, UNTIL));
  const first = recent.filter(({ plan }) => plan.start >= day! && plan.start < day! + DAY_MS);
  const idsOf = (records: readonly MadeRecord[]) =>
    records.flatMap(({ spans }) => spans.map(({ traceId, spanId, startTime }) => `${startTime} ${traceId} ${spanId}`));
  expect(idsOf(again)).toEqual(idsOf(first));
  expect(new Set(idsOf(recent)).size).toBe(idsOf(recent).length);
  const withoutVersion = (record: MadeRecord) => ({ ...attributesOf(record), versionUnixMs: 0 });
  expect(again.map(withoutVersion)).toEqual(first.map(withoutVersion));
});

test("costs are those of the replayed providers' own bill", () => {
  const billed = recent.filter(({ plan: { facts }, cost, record }) => {
    const sent = record.attempts.filter(({ wasSent }) => wasSent);
    const isInBill = ['gpt-4o', 'gpt-4o-mini', 'gpt-5-mini', 'text-embedding-3-small', 'claude-sonnet-4-5'];
    // The bill has no price for writing to the cache.
    return (
      sent.length === 1 &&
      cost?.paid.state === 'priced' &&
      isInBill.includes(facts.requestModel ?? '') &&
      !record.usage?.cacheWriteTokens
    );
  });
  expect(billed.length).toBeGreaterThan(3000);
  for (const { plan, cost, record } of billed) {
    const { inputTokens = 0, outputTokens = 0, cacheReadTokens = 0 } = record.usage ?? {};
    const tokens = { uncachedInput: inputTokens - cacheReadTokens, cachedInput: cacheReadTokens, output: outputTokens };
    expect(cost?.paid.nanoUsd).toBe(tokenCharge(plan.facts.requestModel!, tokens));
  }
});

test('only the server of the team has no price; other unknown amounts are of interrupted attempts', () => {
  const unknown = (state: string) => recent.filter(({ cost }) => cost?.paid.state === state);
  expect(new Set(unknown('unknown_price').map(({ plan }) => plan.facts.requestModel))).toEqual(
    new Set(['llama-3.3-70b']),
  );
  for (const { record } of unknown('unknown_usage')) {
    expect(record.attempts.map(({ billed }) => billed)).toContain('possibly');
  }
  expect(warnings).toEqual([]);
});

test('recent calls have headers, bodies, messages and metadata, without the keys in them', () => {
  const contents = new Set(recent.flatMap(({ record }) => [...record.content.keys()]));
  expect([...contents].sort()).toEqual(
    [
      'clientRequestBody',
      'clientRequestHeaders',
      'clientResponseBody',
      'clientResponseHeaders',
      'errorDetails',
      'inputMessages',
      'metadata',
      'outputMessages',
      'providerRequestBody',
      'providerRequestHeaders',
      'providerResponseBody',
      'providerResponseHeaders',
      'systemInstructions',
    ].sort(),
  );
  const texts = recent.flatMap(({ record }) => [...record.content.values()]).join('\n');
  expect(texts).toContain('data: [DONE]');
  expect(texts).not.toMatch(/sk-proj-|sk-client-|sk-ant-|gsk_|AIza/);
});
