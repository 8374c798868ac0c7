import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PriceBook } from '../book/book.ts';
import { matchesGlob } from '../book/globs.ts';
import { PriceFile } from './load.ts';
import { formatPriceFileError, MAX_YAML_CHARACTERS, parsePriceFile } from './parse.ts';
import { readPriceFile } from './read.ts';

const GOOD = `schema: 1
version: v1
entries:
  - id: a
    seller: {hosts: [api.example.com], provider: example}
    models: [m]
    rows:
      - prices: {input: {usd: "1", per: 1000000}}
`;
/** Maximum CPU time to read one file, ms; the app reads it at its start. */
const MAX_CPU_MS = 3000;

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}
const laughs = (levels: number) =>
  `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${lines(levels, (i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`)}`;
const repeatToLimit = (unit: string) => unit.repeat(Math.floor(MAX_YAML_CHARACTERS / unit.length));

/** Each file is rejected with the line of the problem. */
const REJECTED: [name: string, text: string, error: RegExp][] = [
  ['aliases that expand to a billion values', laughs(12), /^p:2:\d+ aliases \(\*name\) expand to too much/],
  ['aliases that expand to a thousand values', laughs(3), /^p:2:\d+ aliases/],
  ['an undefined alias', `${GOOD}corrections_of: *nope\n`, /^p:9:17 .*nope/],
  ['an entry that holds itself', 'schema: 1\nentries: &a\n  - *a\n', /^p:3:5 entries\[0\]: must be object/],
  ['a file that is its own entries', '&r {schema: 1, entries: *r}', /^p:1:\d+ entries: must be array/],
  ['a condition that holds itself', GOOD.replace('- prices', '- when: &w {a: *w}\n        prices'), /^p:8:\d+ /],
  ['lists in lists', '['.repeat(100_000), /^p:1:51 has more than 50 levels of nesting/],
  ['maps in maps', '{a: '.repeat(30_000), /^p:1:201 has more than 50 levels/],
  ['list items in list items', '- '.repeat(50_000), /^p:1:101 has more than 50 levels/],
  ['keys in keys', '? '.repeat(50_000), /^p:1:101 has more than 50 levels/],
  ['blocks in blocks', lines(600, (i) => `${' '.repeat(i)}a:`), /^p:1:1 /],
  [
    'a file that is too long',
    `${GOOD}# ${'x'.repeat(MAX_YAML_CHARACTERS)}`,
    /^p:1:1 is too long \(limit: 131072 characters/,
  ],
  [
    'a list of a million in JSON',
    `{"schema":1,"entries":[${'[],'.repeat(500_000)}[]]}`,
    /^p:1:1 entries\[0\]: must be object/,
  ],
  [
    'lists in lists in JSON',
    `{"schema":1,"entries":${'['.repeat(500_000)}${']'.repeat(500_000)}}`,
    /^p:1:1 entries\[0\]: must be object/,
  ],
  ['a million keys in JSON', `{${Array.from({ length: 300_000 }, (_, i) => `"k${i}":1`).join(',')}}`, /^p:1:1 /],
  ['JSON without an end', `{"schema":1,"entries":[${'{"a":'.repeat(200_000)}`, /^p:1:1 is not valid JSON/],
  ['JSON that is too long', `{"schema":1,"version":"${'1'.repeat(5_000_000)}"}`, /^p:1:1 is too long/],
  ['a duplicate key', `${GOOD}version: v2\n`, /^p:9:1 duplicate key version/],
  ['a duplicate nested key', GOOD.replace('{usd: "1"', '{usd: "1", usd: "2"'), /^p:8:\d+ duplicate key usd/],
  ['one key thousands of times', `schema: 1\n${lines(20_000, () => 'k: 1')}`, /^p:3:1 duplicate key k/],
  ['thousands of keys', `schema: 1\n${lines(10_000, (i) => `k${i}: 1`)}`, /^p:2:\d+ k0: is not a known key here/],
  ['a merge key', `${GOOD}sell:\n  <<: {quota_per_usd: 5}\n`, /^p:10:\d+ sell\.<<: is not a known key here/],
  ['a price of infinite size', GOOD.replace('"1"', '1e999'), /^p:8:\d+ .*must be text/],
  ['a price that is infinity', GOOD.replace('"1"', '.inf'), /^p:8:\d+ .*must be text/],
  ['a price with an exponent', GOOD.replace('"1"', '"1e9"'), /^p:8:\d+ .*"1e9" is not a decimal/],
  [
    'a price of a hundred thousand digits',
    GOOD.replace('"1"', `"${'9'.repeat(100_000)}"`),
    /^p:8:\d+ .{0,200}is not a decimal/,
  ],
  [
    'a price with a hundred thousand digits after the point',
    GOOD.replace('"1"', `"0.${'9'.repeat(100_000)}"`),
    /^p:8:\d+ .{0,200}is not a decimal/,
  ],
  ['units of infinite size', GOOD.replace('1000000', '1e999'), /^p:8:\d+ .*per: must be /],
  ['units with separators', GOOD.replace('1000000', '1_000_000'), /^p:8:\d+ .*per: must be /],
  ['a zero byte in a key', GOOD.replace('version', 'ver\0sion'), /^p:2:\d+ /],
  ['only zero bytes', repeatToLimit('\0'), /^p:1:1 /],
  ['the prototype as a key', `${GOOD}__proto__: {polluted: 1}\n`, /^p:9:\d+ __proto__: is not a known key here/],
  ['the prototype as a meter', GOOD.replace('{input:', '{__proto__:'), /^p:8:\d+ .*__proto__: is not a known key here/],
  ['a key of the prototype as a meter', GOOD.replace('{input:', '{constructor: {usd: x}, input:'), /^p:8:\d+ /],
  ['binary data', `${GOOD}version: !!binary "AAEC"\n`, /^p:9:1 /],
  ['two documents', `${GOOD}---\n${GOOD}`, /^p:9:1 .*multiple documents/],
  ['an empty file', '', /^p:1:1 must be object/],
  [
    'a zone of a hundred thousand letters',
    GOOD.replace('- prices', `- when: {time: {window: "10:00-11:00", tz: "${'A/'.repeat(50_000)}"}}\n        prices`),
    /^p:8:\d+ .{0,500}$/,
  ],
  ...['"', ':', ': ', '&a ', '!a ', ',', '{}', '\n', '-\n', '%a\n', '---\n', '[,', '*a '].map(
    (unit): [string, string, RegExp] => [`only ${JSON.stringify(unit)}`, repeatToLimit(unit), /^p:\d+:\d+ /],
  ),
];

test.each(REJECTED)('%s: is rejected with its line, in bounded time', (_name, text, error) => {
  const before = process.cpuUsage();
  const parsed = parsePriceFile(text);
  const { user, system } = process.cpuUsage(before);
  const errors = 'errors' in parsed ? parsed.errors : [];
  expect(formatPriceFileError('p', errors[0] ?? { line: 0, column: 0, message: 'accepted' })).toMatch(error);
  expect(errors.length).toBeLessThanOrEqual(20);
  expect((user + system) / 1000).toBeLessThan(MAX_CPU_MS);
});

test('names of prototype properties are treated like other names', () => {
  const text = `${GOOD}sell: {groups: {__proto__: "2", constructor: "3"}, users: {toString: "4"}}\n`;
  const parsed = parsePriceFile(text);
  expect('document' in parsed && Object.entries(parsed.document.sell?.groups ?? {})).toEqual([
    ['__proto__', '2'],
    ['constructor', '3'],
  ]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('a byte order mark and a hexadecimal number change nothing', () => {
  const good = parsePriceFile(GOOD);
  expect('document' in good).toBe(true);
  expect(parsePriceFile(`\ufeff${GOOD}`)).toEqual(good);
  expect(parsePriceFile(GOOD.replace('1000000', '0xF4240'))).toEqual(good);
});

test('a pattern with many stars matches any model name quickly', () => {
  const before = process.cpuUsage();
  expect(matchesGlob(`${'*a'.repeat(120)}*z`, 'a'.repeat(10_000))).toBe(false);
  expect(matchesGlob(`${'*a'.repeat(120)}*{date}`, `${'a'.repeat(10_000)}-2026-01-0x`)).toBe(false);
  expect(matchesGlob(`${'*a'.repeat(120)}*{date}`, `${'a'.repeat(10_000)}-2026-01-01`)).toBe(true);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
});

test.each([
  ['claude-*-4', 'claude-opus-4', true],
  ['claude-*-4', 'claude-opus-4-5', false],
  ['*', '', true],
  ['a*a', 'a', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*bc*c', 'abc', false],
  ['gpt-*{date}', 'gpt-5-08-2024', true],
  ['gpt-5{date}', 'gpt-5-08-2024', true],
  ['gpt-5-08{date}', 'gpt-5-08-2024', true],
  ['gpt-5{date}', 'gpt-5', false],
  ['gpt-5{date}', 'gpt-5-mini-2024', false],
])('%s and %s: %s', (pattern, name, expected) => {
  expect(matchesGlob(pattern, name)).toBe(expected);
});

describe('unreadable files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrail-price-file-'));
  const at = (name: string) => join(folder, name);
  beforeAll(() => {
    writeFileSync(at('good'), GOOD);
    symlinkSync(at('good'), at('link'));
    symlinkSync(at('loop'), at('loop'));
    symlinkSync('/dev/zero', at('zeros'));
    execFileSync('mkfifo', [at('pipe')]);
    writeFileSync(at('huge'), '');
    truncateSync(at('huge'), 100 * 2 ** 30);
    writeFileSync(at('latin1'), Buffer.concat([Buffer.from(GOOD), Buffer.from([0x23, 0xe9, 0xff])]));
    writeFileSync(at('utf16'), Buffer.from(`\ufeff${GOOD}`, 'utf16le'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a link to a file is read', () => expect(readPriceFile(at('link'))).toBe(GOOD));

  test.each([
    ['a pipe without a writer', 'pipe', /is not a regular file/],
    ['a device without an end', 'zeros', /is not a regular file/],
    ['a folder', '.', /is not a regular file|EISDIR/],
    ['100 GiB of zeros', 'huge', /is larger than 16777216 bytes/],
    ['a link to itself', 'loop', /ELOOP/],
    ['no file', 'none', /ENOENT/],
    ['another encoding', 'latin1', /is not valid UTF-8/],
    ['UTF-16', 'utf16', /is not valid UTF-8/],
  ])('%s: the last good prices stay in force, and the problem is reported once', (_name, name, error) => {
    const reports: string[] = [];
    let path = at('good');
    const file = new PriceFile({
      path: 'prices.yaml',
      read: () => readPriceFile(path),
      snapshot: { schema: 1 },
      report: (message) => reports.push(message),
    });
    const good = file.book;
    path = at(name);
    expect(file.reload()).toBe(false);
    expect(file.reload()).toBe(false);
    expect(file.book).toBe(good);
    expect(file.book).toBeInstanceOf(PriceBook);
    expect(reports).toEqual([expect.stringMatching(error)]);
    expect(reports[0]).toContain('prices.yaml');
  });
});
