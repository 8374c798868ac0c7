import type { BookDocument, EntryDocument } from './document.ts';
import { PriceBook } from './book.ts';
import type { PriceQuery } from './query.ts';

const seller = { hosts: ['api.example.com'], provider: 'example' };
const AT = Date.parse('2026-09-01T12:00:00Z');

function priceIn(entries: Partial<EntryDocument>[], query: Partial<PriceQuery> = {}, more: Partial<BookDocument> = {}) {
  const whole = entries.map((entry, index) => ({ id: `e${String(index)}`, seller, models: ['m'], rows: [], ...entry }));
  const book = new PriceBook([{ document: { schema: 1, entries: whole, ...more }, source: 'operator' }]);
  const resolved = book.resolve(queryOf(query));
  return { book, resolved, rows: resolved?.rows.map((row) => row.cell('input')?.unitPrice) };
}

function queryOf(query: Partial<PriceQuery>): PriceQuery {
  return {
    host: 'api.example.com',
    provider: undefined,
    models: ['m'],
    servedTier: undefined,
    requestedTier: undefined,
    conditions: {},
    at: AT,
    ...query,
  };
}

const input = (usd: string) => ({ prices: { input: { usd, per: 1000 } } });

describe('choosing the entry', () => {
  test('exact names take precedence over globs, then the first in the file applies', () => {
    const entries = [
      { models: ['m*'], rows: [input('1')] },
      { models: ['M'], rows: [input('2')] },
      { models: ['m'], rows: [input('3')] },
    ];
    expect(priceIn(entries).rows).toEqual(['2']);
    expect(priceIn(entries, { models: ['mx'] }).rows).toEqual(['1']);
  });

  test('a glob is not a regular expression', () => {
    expect(priceIn([{ models: ['m.*+(x)'] }], { models: ['m.9+(x)'] }).resolved).not.toBeNull();
    expect(priceIn([{ models: ['m.*'] }], { models: ['mx9'] }).resolved).toBeNull();
  });

  test.each(['m-2026-01-31', 'm-20260131', 'm-0613', 'm-001', 'm-08-2024', 'm-preview-05-20', 'm-latest'])(
    '{date} matches %s',
    (name) => {
      expect(priceIn([{ models: ['m{date}'] }], { models: [name] }).resolved).not.toBeNull();
    },
  );

  test.each(['m', 'm-mini', 'm-2026-01-31-mini', 'm2026', 'mm-0613'])('{date} does not match %s', (name) => {
    expect(priceIn([{ models: ['m{date}'] }], { models: [name] }).resolved).toBeNull();
  });

  test('validity depends on the start of the call, and ends', () => {
    const entries = [
      { valid: { to: '2026-09-01' }, rows: [input('1')] },
      { valid: { from: '2026-09-01', to: '2026-10-01' }, rows: [input('2')] },
    ];
    const { book, rows } = priceIn(entries);
    expect(rows).toEqual(['2']);
    expect(book.resolve(queryOf({ at: Date.parse('2026-08-31T23:59:59Z') }))?.rows[0]?.cell('input')?.unitPrice).toBe(
      '1',
    );
    expect(book.resolve(queryOf({ at: Date.parse('2026-10-01') }))).toBeNull();
  });

  test('an entry replaces one of lower precedence as soon as it becomes valid', () => {
    const entry = (usd: string, from?: string) => ({
      id: usd,
      seller,
      models: ['m'],
      rows: [input(usd)],
      ...(from !== undefined && { valid: { from } }),
    });
    const book = new PriceBook([
      { source: 'operator', document: { schema: 1, entries: [entry('2', '2026-09-02')] } },
      { source: 'snapshot', document: { schema: 1, entries: [entry('1')] } },
    ]);
    const days = ['2026-09-01', '2026-09-02', '2026-09-01'];
    const prices = days.map((day) => book.resolve(queryOf({ at: Date.parse(day) }))?.rows[0]?.cell('input')?.unitPrice);
    expect(prices).toEqual(['1', '2', '1']);
  });

  test('a model without an entry is looked up again when an entry becomes valid', () => {
    const { book } = priceIn([{ valid: { from: '2026-09-02' }, rows: [input('1')] }]);
    expect(book.resolve(queryOf({}))).toBeNull();
    expect(book.resolve(queryOf({}))).toBeNull();
    expect(book.resolve(queryOf({ at: Date.parse('2026-09-02') }))).not.toBeNull();
  });
});

describe('choosing the rows', () => {
  test('every condition must hold; a condition that was not reported does not hold', () => {
    const rows = [
      { when: { region: 'eu', quality: ['hd', 'high'] }, ...input('2') },
      { when: { size: '1024x1024' }, ...input('3') },
      input('1'),
    ];
    expect(priceIn([{ rows }]).rows).toEqual(['1']);
    expect(priceIn([{ rows }], { conditions: { region: 'eu' } }).rows).toEqual(['1']);
    expect(priceIn([{ rows }], { conditions: { region: 'eu', quality: 'high' } }).rows).toEqual(['2', '1']);
  });

  test('a host without a port holds at every port, as it does for a seller', () => {
    const rows = [{ when: { host: '*.example.com' }, ...input('1') }];
    expect(priceIn([{ rows }], { host: 'api.example.com:8443' }).rows).toEqual(['1']);
    expect(priceIn([{ rows: [{ when: { host: 'api.example.com:1' }, ...input('1') }] }]).rows).toEqual([]);
  });

  test('an ordinary call is not a batch and has standard speed', () => {
    const rows = [{ when: { batch: 'false', speed: 'standard' }, ...input('1') }];
    expect(priceIn([{ rows }]).rows).toEqual(['1']);
    expect(priceIn([{ rows }], { conditions: { batch: 'true' } }).rows).toEqual([]);
    expect(priceIn([{ rows }], { conditions: { speed: 'fast' } }).rows).toEqual([]);
  });

  test.each([
    [undefined, undefined, 'served', 'default'],
    ['priority', undefined, 'served', 'priority'],
    ['default', 'priority', 'served', 'default'],
    [undefined, 'auto', 'served', 'default'],
    [undefined, 'priority', 'served', undefined],
    [undefined, 'priority', 'requested', 'priority'],
    ['flex', 'priority', 'requested', 'flex'],
  ] as const)('served %s, requested %s, determined by the %s one: %s', (servedTier, requestedTier, tier_from, tier) => {
    const rows = ['default', 'priority', 'flex'].map((name) => ({ when: { tier: name }, ...input('1'), label: name }));
    const { resolved } = priceIn([{ tier_from, rows }], { servedTier, requestedTier });
    expect(resolved?.rows.map((row) => row.label)).toEqual(tier === undefined ? [] : [tier]);
  });

  test('a daily window is evaluated again when it opens', () => {
    const rows = [{ when: { time: { window: '16:30-00:30' } }, ...input('1') }, input('2')];
    const { book } = priceIn([{ rows }]);
    const priceAt = (text: string) =>
      book.resolve(queryOf({ at: Date.parse(text) }))?.rows[0]?.cell('input')?.unitPrice;
    expect(
      ['16:29:59', '16:30:00', '16:29:59', '23:59:59', '00:29:59', '00:30:00'].map((time) =>
        priceAt(`2026-09-01T${time}Z`),
      ),
    ).toEqual(['2', '1', '2', '1', '1', '2']);
  });

  test('any_row adds to each row, and the row takes precedence', () => {
    const rows = [{ prices: { input: { usd: '1' }, web_search: { usd: '7' } } }];
    const any_row = { web_search: { usd: '10' }, file_search: { usd: '2.5' } };
    const row = priceIn([{ rows, any_row }]).resolved?.rows[0];
    expect(['web_search', 'file_search', 'output'].map((meter) => row?.cell(meter)?.unitPrice)).toEqual([
      '7',
      '2.5',
      undefined,
    ]);
  });
});

describe('factors and currencies', () => {
  test('factors apply if their conditions hold: to tokens, to all, or to named meters', () => {
    const rows = [{ prices: { input: { usd: '1' }, web_search: { usd: '1' }, request: { usd: '1' } } }];
    const factors = [
      { when: { region: 'us' }, times: '1.1', on: 'tokens' as const },
      { name: 'all', times: '2', on: 'all' as const },
      { name: 'one', times: '3', on: ['request'] },
    ];
    const row = priceIn([{ rows, factors }], { conditions: { region: 'us' } }).resolved?.rows[0];
    expect(row?.cell('input')?.factors).toEqual([
      { name: 'region us', times: '1.1' },
      { name: 'all', times: '2' },
    ]);
    expect(row?.cell('web_search')?.factors.map((factor) => factor.name)).toEqual(['all']);
    expect(row?.cell('request')?.factors.map((factor) => factor.name)).toEqual(['all', 'one']);
    expect(row?.cell('input')?.text).toBe('$1 × 1.1 × 2');
  });

  test('another currency keeps its amount, with rate and date; the latest rate in force applies', () => {
    const fx = [
      { from: 'CNY', to: 'USD' as const, rate: '8', per: 'USD', since: '2026-08-01' },
      { from: 'CNY', to: 'USD' as const, rate: '7.25', per: 'USD', since: '2026-09-15' },
      { from: 'EUR', to: 'USD' as const, rate: '1.1', per: 'EUR' },
    ];
    const rows = [{ prices: { input: { cny: '4', per: 1000 }, output: { eur: '2' } } }];
    const { book, resolved } = priceIn([{ rows }], {}, { fx });
    expect(resolved?.rows[0]?.cell('input')).toMatchObject({
      unitPrice: '4',
      factors: [{ name: 'fx CNY→USD of 2026-08-01', times: '0.125' }],
    });
    expect(resolved?.rows[0]?.cell('output')).toMatchObject({ factors: [{ name: 'fx EUR→USD', times: '1.1' }] });
    const later = book.resolve(queryOf({ at: Date.parse('2026-09-15') }));
    expect(later?.rows[0]?.cell('input')?.factors[0]?.times).toBe('0.137931034482758621');
    const before = book.resolve(queryOf({ at: Date.parse('2026-07-01') }));
    expect(before?.rows[0]?.cell('input')).toBeUndefined();
  });
});

test('lookups stay correct after the cache is full', () => {
  const { book } = priceIn([{ models: ['*'], rows: [input('1')] }]);
  for (let count = 0; count < 5000; count += 1) {
    book.resolve(queryOf({ models: [`m${String(count)}`] }));
  }
  expect(book.resolve(queryOf({ models: ['m1'] }))?.rows).toHaveLength(1);
});
