import { readFileSync } from 'node:fs';
import { parsePriceFile } from '../file/index.ts';
import { snapshotDocument } from '../snapshot/index.ts';
import { npmTarball } from '../testing/npm-tarball.ts';
import { readLiteral } from './literal.ts';
import { compareBooks, compareFile, publicPricesOfJson, publicPricesOfPackage } from './index.ts';

const PACKAGE = 'node_modules/@pydantic/genai-prices/';
const CODE = readFileSync(`${PACKAGE}dist/index.js`, 'utf8');
const MANIFEST = readFileSync(`${PACKAGE}package.json`, 'utf8');

test('the prices of the installed package are those of the snapshot', () => {
  const published = publicPricesOfPackage(
    npmTarball({ LICENSE: 'x', 'dist/index.js': CODE, 'package.json': MANIFEST }),
  );
  expect(published).toEqual(snapshotDocument());
  expect(compareBooks(snapshotDocument(), published)).toEqual({ differs: [], new: [], ended: [] });
  expect(parsePriceFile(JSON.stringify(published))).toHaveProperty('document');
});

test('a changed price, a new and an ended model are named', () => {
  const code = CODE.replace(/(id: "openai",[\s\S]*?id: "gpt-4o",[\s\S]*?input_mtok: )[\d.]+/, '$13.25')
    .replace(/(id: "openai",[\s\S]*?id: "gpt-4o-mini)",/, '$1-renamed",')
    .replace(/(id: "mistral",[\s\S]*?models: \[)/, '$1{id:"made-up",match:{equals:"made-up"},prices:{input_mtok:.5}},');
  const changes = compareBooks(
    snapshotDocument(),
    publicPricesOfPackage(npmTarball({ 'dist/index.js': code, 'package.json': MANIFEST })),
  );
  expect(changes.differs).toContainEqual({
    entry: 'openai/gpt-4o',
    changes: expect.arrayContaining(['input $2.5 per 1,000,000 → $3.25 per 1,000,000']) as string[],
  });
  expect(changes.new).toEqual(expect.arrayContaining(['mistral/made-up', 'openai/gpt-4o-mini-renamed']));
  expect(changes.ended).toEqual(['openai/gpt-4o-mini']);
});

test.each([
  [Buffer.from('no archive'), /incorrect header/],
  [npmTarball({ 'package.json': '{"name":"other"}' }), 'the archive is other, not @pydantic/genai-prices'],
  [npmTarball({ 'package.json': MANIFEST }), 'the archive has no package/dist/index.js'],
  [npmTarball({ 'package.json': MANIFEST, 'dist/index.js': 'const a = 1;' }), 'has no array of providers'],
  [npmTarball({ 'package.json': MANIFEST, 'dist/index.js': 'const a = [{id: run()}]' }), 'unexpected "run()}]"'],
])('a tarball of something else is refused', (tarball, message) => {
  expect(() => publicPricesOfPackage(tarball)).toThrow(message);
});

test.each(['{}', '[]'])('data.json with %s is refused', (text) => {
  expect(() => publicPricesOfJson(text, 'data.json')).toThrow(/no array of providers|no provider openai/);
});

test.each([
  ['[1,-2.5,.5,2e5,!0,!1,null,]', [1, -2.5, 0.5, 200000, true, false, null]],
  ['{a:"x\\n\\u00e9\\"",\'b-c\':`two\nlines $5`,d:{}}', { a: 'x\né"', 'b-c': 'two\nlines $5', d: {} }],
])('reads the literal %s', (text, value) => {
  expect(readLiteral(`const x = ${text}; x()`, 10)).toEqual(value);
});

test.each(['[1 2]', '{a}', '`${x}`', '"open', '[', '{"a":', '/x/', '['.repeat(60)])(
  'refuses the literal %s',
  (text) => {
    expect(() => readLiteral(text, 0)).toThrow(SyntaxError);
  },
);

test('an operator file is compared by the models that it names', () => {
  const seller = { hosts: ['api.openai.com'], provider: 'openai' };
  const price = (usd: string) => [{ prices: { input: { usd, per: 1_000_000 } } }];
  const own = {
    schema: 1 as const,
    entries: [
      { id: 'a', seller, models: ['gpt-4o'], rows: price('3') },
      { id: 'b', seller, models: ['our-fine-tune'], rows: price('3') },
      { id: 'c', seller, models: ['gpt-4'], rows: price('1'), valid: { to: '2026-01-01T00:00:00Z' } },
    ],
  };
  expect(compareFile(own, snapshotDocument(), Date.parse('2026-11-01'))).toEqual([
    {
      entry: 'a',
      model: 'gpt-4o',
      changes: [
        'cache_read no price in the file, $1.25/1M published',
        'file_search no price in the file, $2.50/1K published',
        'input $3/1M in the file, $2.50/1M published',
        'output no price in the file, $10/1M published',
        'web_search no price in the file, $10/1K published',
      ],
    },
    { entry: 'c', model: 'gpt-4', changes: ['ended: valid.to is 2026-01-01T00:00:00Z'] },
  ]);
});
