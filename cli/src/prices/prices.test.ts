import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePriceFile } from '@tokentrail/pricing/file';
import { snapshotDocument } from '@tokentrail/pricing/snapshot';
import { npmTarball } from '../../../packages/pricing/src/testing/npm-tarball.ts';
import { runCli } from '../testing/run-cli.ts';

const PACKAGE = 'node_modules/@pydantic/genai-prices/';
const [code, manifest] = ['dist/index.js', 'package.json'].map((name) => readFileSync(PACKAGE + name, 'utf8')) as [
  string,
  string,
];
const CURRENT = npmTarball({ 'dist/index.js': code, 'package.json': manifest });
const CHANGED = npmTarball({
  'dist/index.js': code.replace(/(id: "openai",[\s\S]*?id: "gpt-4o",[\s\S]*?input_mtok: )[\d.]+/, '$13.25'),
  'package.json': JSON.stringify({ name: '@pydantic/genai-prices', version: '9.9.9' }),
});

/** A registry of npm with one package. */
let registry: Server;
let url: string;
let served: { tarball: Uint8Array; integrity?: string } = { tarball: CURRENT };
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrail-prices-'));
  registry = createServer((request, response) => {
    const { tarball } = served;
    const integrity = served.integrity ?? `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    if (request.url === '/npm/@pydantic%2fgenai-prices/latest') {
      response.end(JSON.stringify({ version: '9.9.9', dist: { tarball: `${url}/x.tgz`, integrity } }));
    } else if (request.url === '/x.tgz') {
      response.end(tarball);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
});

afterAll(() => {
  registry.closeAllConnections();
  registry.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (args: readonly string[], env: Record<string, string> = {}) =>
  runCli(['prices', ...args], { npm_config_registry: `${url}/npm/`, ...env });
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

test('check finds no difference to the package that this release was made from', async () => {
  served = { tarball: CURRENT };
  const { code: exit, out, err } = await run(['check']);
  expect([exit, err]).toEqual([0, '']);
  expect(out).toMatch(/^differ: 0\nnew: 0\nended: 0$/m);
});

test('check fails if a public price, or a price of the own file, differs', async () => {
  served = { tarball: CHANGED };
  const own = file(
    'own.yaml',
    `schema: 1\nentries:\n  - { id: ours, seller: { hosts: [api.openai.com] }, models: [gpt-4o-mini], rows: [{ prices: { input: { usd: '9', per: 1000000 } } }] }\n`,
  );
  const { code: exit, out } = await run(['check', '--json'], { TOKENTRAIL_PRICES: own });
  expect(exit).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    published: '@pydantic/genai-prices@9.9.9',
    changes: {
      differs: [{ entry: 'openai/gpt-4o', changes: ['input $2.5 per 1,000,000 → $3.25 per 1,000,000'] }],
      new: [],
    },
    file: { name: own, differs: [{ entry: 'ours', model: 'gpt-4o-mini' }] },
  });
  const text = await run(['check', '--prices', own]);
  expect(text.out).toContain('  ours (gpt-4o-mini): ');
});

test('update writes a price file, again over its own, and over no other', async () => {
  const output = join(folder, 'public.json');
  const data = ['--data', file('changed.tgz', CHANGED)];
  await expect(run(['update', '--output', output, ...data])).resolves.toMatchObject({ code: 0, err: '' });
  const again = await run(['update', '--output', output, ...data]);
  expect(again.out).toBe(
    `${snapshotDocument().entries?.length} entries of @pydantic/genai-prices@9.9.9 written to ${output}: set TOKENTRAIL_PRICES to it\n`,
  );
  const parsed = parsePriceFile(readFileSync(output, 'utf8'));
  expect(parsed).toMatchObject({ document: { corrections_of: '@pydantic/genai-prices@9.9.9' } });
  const theirs = file('theirs.json', '{"schema":1}');
  const refused = await run(['update', '--output', theirs, ...data]);
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('was not written by this command')]);
  expect(readFileSync(theirs, 'utf8')).toBe('{"schema":1}');
});

test.each([
  [
    ['check'],
    { npm_config_registry: 'http://user:pass-of-registry@127.0.0.1:9' },
    /^http:\/\/127\.0\.0\.1:9\/@pydantic%2fgenai-prices\/latest cannot be read/,
  ],
  [['check'], { npm_config_registry: 'x' }, /^the address of the registry cannot be read/],
  [['check', '--data', '/no/such.tgz'], {}, /--data cannot be read: .*ENOENT/],
  [['check', '--prices', '/no/such.yaml'], {}, /the price file cannot be read: .*ENOENT/],
  [['update'], {}, /^required option '--output <file>' not specified/],
])('prices %j %j is refused with one sentence', async (args, env, message) => {
  const { code: exit, out, err } = await run(args, env);
  expect([exit, out]).toEqual([2, '']);
  expect(err.replace('tokentrail: ', '')).toEqual(expect.stringMatching(message));
  expect(err).not.toContain('pass-of-registry');
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

test('a damaged download and a registry without the package are refused', async () => {
  served = { tarball: CURRENT, integrity: 'sha512-x' };
  expect((await run(['check'])).err).toContain('is damaged: it does not have the hash');
  served = { tarball: CURRENT };
  expect((await run(['check'], { npm_config_registry: url })).err).toContain('responded with status 404');
  expect((await run(['check', '--data', file('x.json', '[]')])).err).toContain('no provider openai in the data');
});
