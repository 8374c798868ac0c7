import { layerOfEntry, PriceBook } from './index.ts';
import {
  prices,
  cheap,
  openai,
  BASE,
  bookOf,
  responded,
  price,
  unknownUsage,
  unknownPrice,
  priced,
  USAGE,
} from './testing/small-book.ts';

describe('the seller of a call', () => {
  test('a self-hosted or loopback server has no public price, with any provider name', () => {
    for (const host of ['127.0.0.1:8000', 'localhost', 'vllm.internal', 'api.openai.com.evil.example']) {
      expect(price([responded({ host })]).charged).toEqual(unknownPrice);
    }
  });

  test('a loopback host in the price file is priced on every port, or only on the given port', () => {
    const named = (hosts: string[]) =>
      bookOf({ entries: [{ id: 'x', seller: { hosts }, models: ['big'], rows: [{ prices }] }] });
    expect(price([responded({ host: '127.0.0.1:9001' })], named(['127.0.0.1'])).paid).toEqual(priced(3_500_000n));
    expect(price([responded({ host: '127.0.0.1:9001' })], named(['127.0.0.1:9001'])).paid).toEqual(priced(3_500_000n));
    expect(price([responded({ host: '127.0.0.1:9002' })], named(['127.0.0.1:9001'])).paid).toEqual(unknownPrice);
  });

  test("without a known host the provider name decides, including OpenTelemetry's names", () => {
    expect(price([responded({ host: undefined })]).paid).toEqual(priced(3_500_000n));
    expect(price([responded({ host: undefined, provider: 'azure.ai.openai' })]).paid).toEqual(unknownPrice);
    expect(price([responded({ host: undefined, provider: undefined })]).paid).toEqual(unknownPrice);
  });

  test('the host pattern * also requires the provider name', () => {
    const any = bookOf({
      entries: [{ id: 'x', seller: { hosts: ['*'], provider: 'mine' }, models: ['big'], rows: [{ prices }] }],
    });
    expect(price([responded({ host: '10.0.0.7:1', provider: 'mine' })], any).paid).toEqual(priced(3_500_000n));
    expect(price([responded({ host: '10.0.0.7:1' })], any).paid).toEqual(unknownPrice);
  });

  test("if one host sells under two names, the call's provider name decides", () => {
    const entry = (provider: string, usd: string) => ({
      id: provider,
      seller: { hosts: ['127.0.0.1'], provider },
      models: ['m'],
      rows: [{ prices: { input: { usd, per: 1000 }, output: { usd, per: 1000 } } }],
    });
    const both = bookOf({ entries: [entry('a', '1'), entry('b', '2')] });
    const call = responded({ host: '127.0.0.1:1', model: 'm' });
    expect(price([{ ...call, provider: 'a' }], both).paid).toEqual(priced(1_100_000_000n));
    expect(price([{ ...call, provider: 'b' }], both).paid).toEqual(priced(2_200_000_000n));
  });

  test('the responding model counts; the requested one only if the responding one is its dated version', () => {
    expect(price([responded({ responseModel: 'big-2026-01-01' })]).paid).toEqual(priced(3_500_000n));
    expect(price([responded({ model: 'small', responseModel: 'small-2026-01-01' })]).paid).toEqual(priced(210_000n));
    expect(price([responded({ responseModel: 'bigger' })]).paid).toEqual(unknownPrice);
    expect(price([responded({ responseModel: 'small' })]).paid).toEqual(priced(210_000n));
  });
});

test('a price carries the content hash of its entry, which is the same in any book', () => {
  const [a, b] = [price([responded()]), price([responded()], bookOf({ version: 'other' }))];
  expect(a.entry).toMatch(/^[0-9a-f]{64}$/);
  expect(b.entry).toBe(a.entry);
  expect([a.version, b.version]).toEqual(['test', 'other']);
});

test('an entry of the layer with higher precedence replaces the whole entry', () => {
  const mine = {
    schema: 1 as const,
    version: 'mine',
    entries: [{ id: 'm', seller: openai, models: ['big'], rows: [{ prices: cheap }] }],
  };
  const book = new PriceBook([
    { document: mine, source: 'operator' },
    { document: BASE, source: 'snapshot' },
  ]);
  expect(price([responded()], book)).toMatchObject({ paid: priced(210_000n), source: 'operator', version: 'mine' });
  expect(price([responded({ model: 'per-call' })], book)).toMatchObject({ source: 'snapshot', version: 'test' });
  const cached = { ...USAGE, prompt_tokens_details: { cached_tokens: 1 } };
  expect(price([responded({ usage: cached })], book).paid).toEqual(unknownPrice);
});

describe('stored price entries', () => {
  test('a book returns each newly used entry once', () => {
    const book = bookOf();
    expect(book.takeNewEntries()).toEqual([]);
    const { entry } = price([responded()], book);
    price([responded({ servedTier: 'default' })], book);
    const [first, ...rest] = book.takeNewEntries();
    expect(first).toMatchObject({ hash: entry, id: 'big', source: 'operator', version: 'test' });
    expect(rest).toEqual([]);
    price([responded({ model: 'small' })], book);
    expect(book.takeNewEntries().map((record) => record.id)).toEqual(['small']);
  });

  test('pricing again from the stored entry alone gives the same amount and the same hash', () => {
    const fx = [{ from: 'CNY', to: 'USD' as const, rate: '7.25', per: 'USD', since: '2026-01-01' }];
    const entry = {
      id: 'cn',
      seller: openai,
      models: ['big'],
      rows: [{ prices: { input: { cny: '4', per: 1000 }, output: { cny: '8', per: 1000 } } }],
    };
    const book = bookOf({ entries: [entry], fx });
    const then = price([responded()], book);
    const [record] = book.takeNewEntries();
    const layer = record === undefined ? null : layerOfEntry(record);
    const now = price([responded()], new PriceBook(layer === null ? [] : [layer]));
    expect(now).toEqual(then);
    expect(now.charged.state).toBe('priced');
  });

  test('an entry that does not match its hash is rejected', () => {
    const book = bookOf();
    price([responded()], book);
    const [record] = book.takeNewEntries();
    expect(record && layerOfEntry({ ...record, content: record.content.replace('2.5', '2.4') })).toBeNull();
  });

  test('a sell price has its own entry', () => {
    const book = bookOf({ sell: { models: [{ models: ['alias'], ratios: { model: '1', completion: '1' } }] } });
    const { entry } = price([responded()], book, { requestedModel: 'alias' });
    expect(book.takeNewEntries().map(({ hash, id }) => [hash, id])).toContainEqual([entry, 'sell/alias']);
  });

  test('a cancelled call has an unknown charge at any sell price', () => {
    const book = bookOf({ sell: { models: [{ models: ['alias'], prices: { request: { usd: '1' } } }] } });
    expect(price([responded({ state: 'cancelled' })], book, { requestedModel: 'alias' }).charged).toEqual(unknownUsage);
  });
});
