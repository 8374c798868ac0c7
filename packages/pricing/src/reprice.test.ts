import type { Amount, Attempt, UsageRecord } from '@tokentrail/records';
import {
  auditRecord,
  billedOf,
  repriceRecord,
  PriceBook,
  priceCall,
  withPrice,
  type BookDocument,
  type CallToPrice,
  type PricedAmount,
  type AttemptToPrice,
} from './index.ts';

const AT = Date.parse('2026-09-01T12:00:00Z');
const entry = (id: string, models: string[], usd: string) => ({
  id,
  seller: { hosts: ['h.example'], provider: 'p' },
  models,
  rows: [{ prices: { input: { usd }, output: { usd }, image: { usd: '1' } } }],
});
const tokens = (id: string, models: string[], usd: string) => ({
  ...entry(id, models, usd),
  rows: [{ prices: { input: { usd }, output: { usd } } }],
});
/** The book at the time of the call; it has only the model `old`. */
const THEN: BookDocument = { schema: 1, version: 'then', entries: [tokens('old', ['old'], '0.000000001')] };
/** The later book; it also has `new`, and another price for `old`. */
const NOW: BookDocument = {
  schema: 1,
  version: 'now',
  entries: [
    tokens('old', ['old'], '0.5'),
    tokens('new', ['new'], '0.000000002'),
    { ...entry('drawn', ['drawn'], '1'), rows: [{ prices: { image: { usd: '0.04' } } }] },
    { ...entry('called', ['called'], '1'), rows: [{ prices: { request: { usd: '0.03' } } }] },
  ],
};
const USED: AttemptToPrice = {
  state: 'success',
  host: 'h.example',
  model: 'new',
  startUnixMs: AT,
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
};

/** The call as the ledger holds it, priced by the book `document` at the time of the call. */
function recorded(call: CallToPrice, document = THEN) {
  const book = new PriceBook([{ document, source: 'operator' }]);
  const priced = priceCall(call, book);
  const attempts = call.attempts.map((asked, index): Attempt => {
    const { model, responseModel, statusCode, host, state } = asked;
    const billed = billedOf(asked);
    const fields = { model, responseModel, statusCode, server: host, billed: billed ?? undefined };
    return JSON.parse(
      JSON.stringify(withPrice({ index, retry: 0, state, ...fields } as Attempt, priced.attempts[index])),
    ) as Attempt;
  });
  const amount = ({ nanoUsd, state }: PricedAmount): Amount => ({
    nanoUsd: nanoUsd === null ? null : String(nanoUsd),
    state,
  });
  const record = {
    ...{ startUnixNano: `${AT}000000`, recordType: 'usage', state: 'success', provider: 'p', apiFormat: null },
    ...{ requestModel: call.requestedModel ?? null, userId: call.user ?? null, group: call.group ?? null },
    ...{ inputTokens: null, outputTokens: null, attemptsCount: attempts.length },
    cost: { list: amount(priced.list), paid: amount(priced.paid), charged: amount(priced.charged) },
    ...{ costLines: [...priced.lines], costFormula: priced.formula, priceSource: priced.source },
    ...{ priceVersion: priced.version, priceEntry: priced.entry, priceTier: priced.tier },
  } as unknown as UsageRecord;
  const contents = new Map(book.takeNewEntries().map(({ hash, content }) => [hash, content]));
  return { record, attempts, contents };
}

/** Reprices the record with `document` and audits the result. */
function reprice({ record, attempts, contents }: ReturnType<typeof recorded>, document = NOW) {
  const book = new PriceBook([{ document, source: 'operator' }]);
  const result = repriceRecord(record, attempts, (hash) => contents.get(hash) ?? null, book);
  if (result === null || 'left' in result) {
    return { result, repriced: null, findings: null };
  }
  const all = new Map([...contents, ...book.takeNewEntries().map(({ hash, content }) => [hash, content] as const)]);
  const repriced = { ...record, ...result.reprice };
  return {
    result,
    repriced,
    findings: auditRecord(repriced, result.reprice.attempts, (hash) => all.get(hash) ?? null).findings,
  };
}

const priced = (nanoUsd: string): Amount => ({ nanoUsd, state: 'priced' });

test('an unknown price becomes known, with lines, formula and an entry for each attempt', () => {
  const { repriced, findings } = reprice(recorded({ attempts: [USED] }));
  expect(repriced).toMatchObject({
    cost: { list: priced('30'), paid: priced('30'), charged: priced('30') },
    ...{ priceSource: 'operator', priceVersion: 'now', priceTier: 'base' },
    attempts: [{ paidNanoUsd: '30', priceEntry: repriced?.priceEntry, meters: { input: 10, output: 5 } }],
  });
  expect(repriced?.costLines).toHaveLength(2);
  expect(findings).toEqual([]);
});

test('a repriced record has no unknown amount left', () => {
  const row = recorded({ attempts: [USED] });
  const { repriced } = reprice(row);
  expect(reprice({ ...row, record: repriced!, attempts: repriced!.attempts }).result).toBeNull();
});

test('a partly repriced record is not repriced again, and says why', () => {
  const gone: AttemptToPrice = { ...USED, state: 'failed', usage: undefined };
  const row = recorded({ attempts: [gone, USED] });
  const { repriced } = reprice(row);
  const record = { ...repriced!, repricedBy: 'ada' };
  expect(reprice({ ...row, record, attempts: repriced!.attempts }).result).toEqual({
    left: expect.stringMatching(/was repriced before/) as string,
  });
});

test('an attempt with a price keeps it even if the book has another one now', () => {
  const broken: AttemptToPrice = { ...USED, model: 'old', state: 'failed', statusCode: 502 };
  const row = recorded({ attempts: [broken, USED] });
  expect(row.record.cost.charged.state).toBe('unknown_price');
  const { repriced, findings } = reprice(row);
  expect(repriced?.cost).toEqual({ list: priced('45'), paid: priced('45'), charged: priced('45') });
  expect(repriced?.attempts[0]).toEqual(row.attempts[0]);
  expect(findings).toEqual([]);
});

test('a known amount stays, with its lines, when another one becomes known', () => {
  const sell = { models: [{ models: ['*'], prices: { request: { usd: '0.01' } } }] };
  const row = recorded({ attempts: [USED] }, { ...THEN, sell });
  expect(row.record.cost).toMatchObject({ charged: priced('10000000'), paid: { state: 'unknown_price' } });
  const { repriced, findings } = reprice(row);
  expect(repriced).toMatchObject({
    cost: { list: priced('30'), paid: priced('30'), charged: priced('10000000') },
    ...{ costLines: row.record.costLines, priceEntry: row.record.priceEntry, priceVersion: 'then' },
  });
  expect(findings).toEqual([]);
});

test('the reported cost stays as paid, and the list price is added', () => {
  const row = recorded({ attempts: [{ ...USED, reportedCostUsd: '0.000000025' }] });
  expect(row.record.cost).toMatchObject({ list: { state: 'unknown_price' }, paid: priced('25') });
  const { repriced, findings } = reprice(row);
  expect(repriced).toMatchObject({
    cost: { list: priced('30'), paid: priced('25'), charged: priced('25') },
    attempts: [{ paidNanoUsd: '25', priceSource: 'provider' }],
  });
  expect(findings).toEqual([]);
});

test('contract, sell side and minimum of the new file apply', () => {
  const more = { buy: [{ seller: 'p', times: '0.5' }], sell: { groups: { g: '3' }, minimum: { usd: '0.0000001' } } };
  const { repriced, findings } = reprice(recorded({ attempts: [USED], requestedModel: 'new', group: 'g' }), {
    ...NOW,
    ...more,
  });
  expect(repriced?.cost).toEqual({ list: priced('30'), paid: priced('15'), charged: priced('100') });
  expect(repriced?.attempts[0]?.contract).toBe('0.5');
  expect(findings).toEqual([]);
});

test('with user ratios, the charge of a call without a known user stays unknown', () => {
  const sell = { users: { alice: '0.5', '0123456789abcdef': '0.1' }, groups: { g: '3' } };
  const chargedFor = (user: string | undefined) =>
    reprice(recorded({ attempts: [USED], requestedModel: 'new', group: 'g', user }), { ...NOW, sell }).repriced?.cost
      .charged;
  expect(chargedFor('alice')).toEqual(priced('15'));
  expect(chargedFor('bob')).toEqual(priced('90'));
  expect(chargedFor('0123456789abcdef')).toEqual(priced('3'));
  const unknown = { nanoUsd: null, state: 'unknown_price' };
  expect(chargedFor(undefined)).toEqual(unknown);
  // A pseudonym as privacy mode creates it.
  expect(chargedFor('fedcba9876543210')).toEqual(unknown);
});

test('a possibly billed attempt stays unknown, and the charge becomes known', () => {
  const gone: AttemptToPrice = { ...USED, state: 'failed', usage: undefined };
  const { repriced } = reprice(recorded({ attempts: [gone, USED] }));
  expect(repriced?.cost).toMatchObject({
    list: { state: 'unknown_usage', nanoUsd: null },
    paid: { state: 'unknown_usage', nanoUsd: null },
    charged: priced('30'),
  });
});

test('prices units outside the usage', () => {
  const drawn = recorded({ attempts: [{ ...USED, model: 'drawn', usage: undefined, units: { image: 2 } }] });
  expect(reprice(drawn).repriced?.cost.charged).toEqual(priced('80000000'));
});

test.each<[string, AttemptToPrice, RegExp]>([
  ['no price in the new file either', { ...USED, model: 'novel' }, /no price for novel/],
  ['a possibly billed call', { ...USED, state: 'cancelled' }, /may have billed this attempt/],
  ['unreported usage', { ...USED, usage: undefined }, /does not report its usage/],
  ['contradictory usage', { ...USED, usage: { prompt_tokens: -1 } }, /does not report its usage/],
  ['a condition that the ledger rejects', { ...USED, conditions: { size: '1 x 1' } }, /does not report its usage/],
  ['unreported usage with a price per request', { ...USED, model: 'called', usage: undefined }, /does not report/],
])('%s: the record is unchanged', (_, asked, left) => {
  expect(reprice(recorded({ attempts: [asked] })).result).toEqual({ left: expect.stringMatching(left) as string });
});

test('does not reprice a row if the price of a priced attempt is missing', () => {
  const broken: AttemptToPrice = { ...USED, model: 'old', state: 'failed', statusCode: 502 };
  const row = recorded({ attempts: [broken, USED] });
  expect(reprice({ ...row, contents: new Map() }).result).toEqual({
    left: expect.stringMatching(/not in the ledger/) as string,
  });
  const [first, second] = row.attempts as [Attempt, Attempt];
  const unnamed = { ...first, priceEntry: undefined } as unknown as Attempt;
  expect(reprice({ ...row, attempts: [unnamed, second] }).result).toEqual({
    left: expect.stringMatching(/names no price entry/) as string,
  });
  expect(reprice({ ...row, attempts: [] }).result).toEqual({
    left: expect.stringMatching(/none of its attempts/) as string,
  });
});

test.each<[string, Partial<UsageRecord>]>([
  ['runs', { state: 'streaming' }],
  ['is lost', { state: 'lost' }],
  ['is not a call', { recordType: 'request' }],
])('ignores a row that %s', (_, over) => {
  const row = recorded({ attempts: [USED] });
  expect(reprice({ ...row, record: { ...row.record, ...over } }).result).toBeNull();
});

test.each<[string, CallToPrice]>([
  ['priced', { attempts: [{ ...USED, model: 'old' }] }],
  ['refused', { attempts: [{ ...USED, state: 'failed', statusCode: 429, usage: undefined }] }],
])('ignores a row that was %s', (_, call) => {
  expect(reprice(recorded(call)).result).toBeNull();
});

test('an amount too large for the ledger stays unknown', () => {
  const huge = { ...NOW, entries: [tokens('new', ['new'], '9999999999')] };
  expect(reprice(recorded({ attempts: [USED] }), huge).result).toHaveProperty('left');
});
