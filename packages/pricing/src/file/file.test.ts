import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PriceFile, watchPriceFile } from './load.ts';
import { formatPriceFileError, parsePriceFile } from './parse.ts';

const GOOD = `
schema: 1
version: v1
entries:
  - id: a
    seller: {hosts: [api.example.com], provider: example}
    models: [m]
    rows:
      - when: {tier: [default], context: {lt: 1000}}
        prices: {input: {usd: "1", per: 1000000}}
`;

function errorsOf(text: string): string[] {
  const parsed = parsePriceFile(text);
  return 'errors' in parsed ? parsed.errors.map((error) => formatPriceFileError('p.yaml', error)) : [];
}

test('reads a valid file as YAML and as JSON', () => {
  const yaml = parsePriceFile(GOOD);
  expect('document' in yaml && yaml.document.entries?.[0]?.rows[0]?.prices).toEqual({
    input: { usd: '1', per: 1_000_000 },
  });
  expect('document' in yaml && parsePriceFile(JSON.stringify(yaml.document))).toEqual(yaml);
});

test.each([
  [
    'a price that is not text',
    GOOD.replace('"1"', '1'),
    'p.yaml:10:31 entries[0].rows[0].prices.input.usd: must be text: write "1" in quotes',
  ],
  [
    'a price that is not a decimal',
    GOOD.replace('"1"', '"1e3"'),
    'p.yaml:10:31 entries[0].rows[0].prices.input.usd: "1e3" is not a decimal',
  ],
  ['a negative price', GOOD.replace('"1"', '"-1"'), 'p.yaml:10:31 '],
  [
    'an odd number of units',
    GOOD.replace('1000000', '600'),
    'p.yaml:10:41 entries[0].rows[0].prices.input.per: must be one of 1, 10',
  ],
  ['an unknown key', GOOD.replace('seller:', 'seler:'), "p.yaml:5:5 entries[0]: must have required property 'seller'"],
  [
    'a misspelt key of a condition',
    GOOD.replace('lt:', 'below:'),
    'p.yaml:9:50 entries[0].rows[0].when.context.below: is not a known key here',
  ],
  [
    'two currencies',
    GOOD.replace('per: 1000000', 'eur: "1"'),
    'p.yaml:10:25 entries[0].rows[0].prices.input: must have exactly one currency',
  ],
  [
    'a currency without a rate',
    GOOD.replace('usd:', 'cny:'),
    'p.yaml:10:31 entries[0].rows[0].prices.input.cny: has no rate under fx',
  ],
  [
    'an invalid date',
    GOOD.replace('models:', 'valid: {from: 2026-02-30x}\n    models:'),
    'p.yaml:7:19 entries[0].valid.from: must be a date',
  ],
  [
    'an instant without a zone',
    GOOD.replace('models:', 'valid: {from: "2026-02-03T10:00"}\n    models:'),
    'p.yaml:7:19 entries[0].valid.from: must be a date',
  ],
  [
    'an unknown time zone',
    GOOD.replace('context: {lt: 1000}', 'time: {window: "10:00-11:00", tz: Mars/X}'),
    'p.yaml:9:67 entries[0].rows[0].when.time.tz: Mars/X is not a time zone',
  ],
  [
    'every host without a provider',
    GOOD.replace('{hosts: [api.example.com], provider: example}', '{hosts: ["*"]}'),
    'p.yaml:6:21 entries[0].seller.hosts: "*" matches every host',
  ],
  [
    'a factor on the context',
    GOOD.replace('models:', 'factors: [{when: {context: {gt: 1}}, times: "2", on: all}]\n    models:'),
    'p.yaml:7:32 ',
  ],
  [
    'two prices of one use',
    GOOD.replace('input: {', 'web_search: {usd: "14", per: 1000}, grounded_prompt: {usd: "35", per: 1000}, input: {'),
    'p.yaml:10:71 entries[0].rows[0].prices.grounded_prompt: grounded_prompt and web_search count the same use',
  ],
  [
    'a second price of one use for every row',
    GOOD.replace('input: {', 'web_search: {usd: "14"}, input: {').replace(
      'rows:',
      'any_row: {grounded_prompt: {usd: "1"}}\n    rows:',
    ),
    'p.yaml:11:30 entries[0].rows[0].prices.web_search: web_search and grounded_prompt count the same use',
  ],
  [
    'a minimum of nothing',
    GOOD.replace('models:', 'at_least: {second: 0}\n    models:'),
    'p.yaml:7:24 entries[0].at_least.second: must be >= 0.001',
  ],
  ['another schema', GOOD.replace('schema: 1', 'schema: 2'), 'p.yaml:2:9 schema: must be 1'],
  ['broken YAML', `${GOOD}\n  bad: [`, 'p.yaml:'],
  [
    'a version that the ledger would drop',
    GOOD.replace('version: v1', 'version: "version one"'),
    'p.yaml:3:10 version: may contain only letters, digits and _.:/@+=#~-',
  ],
  [
    'a text for which the ledger would drop the price entry',
    GOOD.replace('models:', `read_from: ${'x'.repeat(257)}\n    models:`),
    'entries[0].read_from: must be one line of at most 256 characters',
  ],
  ['a text of two lines', GOOD.replace('models:', 'read_from: "a\\nb"\n    models:'), 'must be one line'],
  ['an empty file', '', 'p.yaml:1:1 must be object'],
  ['a duplicate id', GOOD + GOOD.slice(GOOD.indexOf('  - id')), 'p.yaml:11:9 entries[1].id: duplicate id a'],
  [
    'an entry that sets `free`',
    GOOD.replace('models:', 'free: true\n    models:'),
    'p.yaml:7:11 entries[0].free: is not a known key here',
  ],
  [
    'sell prices and ratios at once',
    `${GOOD}sell: {models: [{models: [x], prices: {}, ratios: {model: "1"}}]}`,
    'p.yaml:11:17 sell.models[0]: must have either prices or ratios',
  ],
  ['a negative ratio', `${GOOD}sell: {groups: {vip: "-2"}}`, 'p.yaml:11:22 sell.groups.vip: "-2" is not a decimal'],
])('%s is rejected with its position', (_, text, message) => {
  expect(errorsOf(text)[0]).toContain(message);
});

describe('the price file in use', () => {
  const snapshot = { schema: 1 as const, version: 'snap', entries: [] };

  function fileOf(first: string | Error) {
    const messages: string[] = [];
    const state = { text: first };
    const file = new PriceFile({
      path: 'p.yaml',
      read: () => {
        if (state.text instanceof Error) {
          throw state.text;
        }
        return state.text;
      },
      snapshot,
      report: (message) => messages.push(message),
    });
    return { file, messages, state };
  }

  test('a changed file changes the book, an unchanged one does not', () => {
    const { file, messages, state } = fileOf(GOOD);
    expect(file.book.version).toBe('v1+snap');
    expect(file.reload()).toBe(false);
    state.text = GOOD.replace('v1', 'v2');
    expect(file.reload()).toBe(true);
    expect(file.book.version).toBe('v2+snap');
    expect(messages).toEqual([]);
  });

  test('a broken file keeps the last good prices and is reported once, with file and line', () => {
    const { file, messages, state } = fileOf(GOOD);
    const good = file.book;
    state.text = GOOD.replace('"1"', '1');
    expect(file.reload()).toBe(false);
    expect(file.reload()).toBe(false);
    expect(file.book).toBe(good);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/last good prices stay in force: p\.yaml:10:31 /);
    state.text = GOOD;
    expect(file.reload()).toBe(true);
  });

  test('without the file the snapshot applies; the file is used once it exists', () => {
    const { file, messages, state } = fileOf(new Error('ENOENT'));
    expect(file.book.version).toBe('snap');
    expect(messages[0]).toContain('p.yaml: ENOENT');
    state.text = GOOD;
    expect(file.reload()).toBe(true);
    expect(file.book.version).toBe('v1+snap');
  });

  test('a watched file is reloaded when it changes, until watching stops', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'prices-'));
    const path = join(folder, 'prices.yaml');
    writeFileSync(path, GOOD);
    const file = new PriceFile({ path, read: (name) => readFileSync(name, 'utf8'), snapshot, report: () => undefined });
    const stop = watchPriceFile(file, 5);
    try {
      writeFileSync(path, GOOD.replace('v1', 'v2'));
      for (let attempts = 0; attempts < 200 && file.book.version !== 'v2+snap'; attempts += 1) {
        await wait(10);
      }
      expect(file.book.version).toBe('v2+snap');
    } finally {
      stop();
    }
    writeFileSync(path, GOOD.replace('v1', 'v3'));
    await wait(50);
    expect(file.book.version).toBe('v2+snap');
    rmSync(folder, { recursive: true });
  });
});
