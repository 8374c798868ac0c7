/** The packed packages, installed by npm into an empty project, as after they are published. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { schemaSql } from '@tokentrail/clickhouse';
import { build } from 'esbuild';
import { startOtlpReceiver } from '../../instrumentation/testing/otlp-receiver.ts';
import { ensureBuilt, ROOT } from '../../scripts/build.ts';
import { compileCache } from '../../scripts/compile-cache.ts';
import { landingRow, PASSWORDS, startTestStore } from '../engine/test-store.ts';

/** Largest size of each tarball, bytes. */
const MAX_BYTES = {
  '@tokentrail/instrumentation': 400_000,
  '@tokentrail/prices': 40_000,
  '@tokentrail/cli': 600_000,
};
const WORKSPACES = ['instrumentation', 'packages/prices', 'cli'];
/** What the programs of `project/` use beside the packages. */
const OTHERS = ['@opentelemetry/api', '@types/node', 'openai'];
const CANNOT_REACH_NPM = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EIDLETIMEOUT)\b/;

interface Packed {
  name: keyof typeof MAX_BYTES;
  filename: string;
  size: number;
  files: { path: string }[];
}

interface Ran {
  code: number;
  out: string;
  problems: string;
}

const folder = mkdtempSync(join(tmpdir(), 'tokentrail-packages-'));
const project = join(folder, 'project');
let packed: Packed[];
/** Why the programs cannot run; undefined if they can. */
let notInstalled: string | undefined;

before(async () => {
  await ensureBuilt(['instrumentation', 'cli'], (line) => console.log(line));
  const pack = ['pack', '--json', '--ignore-scripts', ...WORKSPACES.flatMap((path) => ['-w', path])];
  const { out } = await run('npm', [...pack, '--pack-destination', folder], ROOT, npmEnvironment());
  packed = JSON.parse(out) as Packed[];
  cpSync(join(import.meta.dirname, 'project'), project, { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "private": true }');
  const tarballs = packed.map(({ filename }) => join(folder, filename));
  const others = OTHERS.map((name) => `${name}@${versionOf(name)}`);
  const install = ['install', '--prefer-offline', '--no-audit', '--fetch-retries=0', '--fetch-timeout=20000'];
  const { code, problems } = await run('npm', [...install, ...tarballs, ...others], project, npmEnvironment());
  if (code !== 0) {
    notInstalled = CANNOT_REACH_NPM.test(problems) ? 'npm cannot reach its registry' : undefined;
    assert.ok(notInstalled !== undefined, problems);
  }
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** The version that this repository has installed. */
function versionOf(name: string): string {
  const manifest = readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Where npm finds its registry and its cache. */
function npmEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

function run(
  command: string,
  args: readonly string[],
  cwd = project,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const options = { cwd, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...compileCache(), ...env } };
  return new Promise((resolve) => {
    const child = execFile(command, args, options, (_error, out, problems) =>
      // A bundle in a stack trace is one long line.
      resolve({ code: child.exitCode ?? -1, out, problems: problems.slice(-2000) }),
    );
  });
}

/** Runs a program and returns the costs of the calls that it recorded, in nano-USD. */
async function recordedCosts(args: readonly string[], cwd = project): Promise<unknown[]> {
  const receiver = await startOtlpReceiver();
  try {
    const env = { TOKENTRAIL_OTLP_ENDPOINT: receiver.url, TOKENTRAIL_SPOOL_DIR: join(folder, 'spool') };
    assert.deepEqual(await run(process.execPath, args, cwd, env), { code: 0, out: 'app done\n', problems: '' });
    return receiver.records().map(({ attributes }) => attributes['tokentrail.cost.paid']);
  } finally {
    await receiver.close();
  }
}

/** True if the project could not be installed; the test is then skipped. */
function skipped(t: TestContext): boolean {
  if (notInstalled !== undefined) t.skip(notInstalled);
  return notInstalled !== undefined;
}

test('each tarball is small, has its license and a README, and none contains sources or tests', () => {
  assert.deepEqual(packed.map(({ name }) => name).sort(), Object.keys(MAX_BYTES).sort());
  for (const { name, size, files } of packed) {
    const paths = files.map(({ path }) => path);
    assert.ok(size <= MAX_BYTES[name], `${name} has ${size} bytes`);
    assert.deepEqual(
      ['LICENSE', 'README.md', 'package.json'].filter((path) => !paths.includes(path)),
      [],
      name,
    );
    assert.deepEqual(
      paths.filter((path) => /(\.test\.|\.map$|(?<!\.d)\.m?ts$|\/testing\/)/.test(path)),
      [],
      name,
    );
  }
});

test('the CLI contains the schema that it applies', (t) => {
  if (skipped(t)) return;
  const program = readFileSync(join(project, 'node_modules/@tokentrail/cli/dist/bin/tokentrail.mjs'), 'utf8');
  const missing = [schemaSql('ledger'), schemaSql('traces')]
    .flatMap((sql) => sql.match(/^CREATE TABLE IF NOT EXISTS \S+/gm) ?? [])
    .filter((statement) => !program.includes(statement));
  assert.deepEqual(missing, []);
});

test('publint and the check of types find nothing in any tarball', async () => {
  const check = async ({ filename, name }: Packed) => {
    const tarball = join(folder, filename);
    const lint = await run('publint', [tarball, '--strict'], ROOT);
    assert.equal(lint.code, 0, lint.out + lint.problems);
    // Resolution of TypeScript before 4.7 does not know the entries of package.json.
    const types = await run('attw', [tarball, '--no-emoji', '--profile', 'node16'], ROOT);
    assert.equal(types.code, 0, types.out);
    assert.equal(/does not contain types/.test(types.out), name === '@tokentrail/cli', types.out);
  };
  await Promise.all(packed.map(check));
});

test('TypeScript finds the types from ESM and from CommonJS', async (t) => {
  if (skipped(t)) return;
  const { code, out } = await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.']);
  assert.equal(code, 0, out);
});

test('register records calls of ESM and CommonJS with their public price, and so does a bundle', async (t) => {
  if (skipped(t)) return;
  const register = '@tokentrail/instrumentation/register';
  const alone = join(folder, 'alone');
  mkdirSync(alone);
  await build({
    entryPoints: [join(project, 'bundled.mjs')],
    outfile: join(alone, 'app.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    minify: true,
  });
  const costs = await Promise.all([
    recordedCosts(['--import', register, 'call.mjs']),
    recordedCosts(['--require', register, 'call.cjs']),
    recordedCosts(['app.mjs'], alone),
  ]);
  // 1,000 × $2.50/1M + 100 × $10/1M
  assert.deepEqual(costs, [[3_500_000], [3_500_000], [3_500_000]]);
});

test('a process that imports and requires the package has one runtime', async (t) => {
  if (skipped(t)) return;
  const program = `import { createRequire } from 'node:module';
    import * as esm from '@tokentrail/instrumentation';
    const commonjs = createRequire(import.meta.url)('@tokentrail/instrumentation');
    const names = Object.keys(esm).filter((name) => name !== 'module.exports');
    console.log(names.length > 10 && names.every((name) => esm[name] === commonjs[name]));`;
  writeFileSync(join(project, 'same.mjs'), program);
  assert.equal((await run(process.execPath, ['same.mjs'])).out, 'true\n');
});

test('the CLI shows its help, reads a ledger, prices calls, and says what it cannot do', async (t) => {
  if (skipped(t)) return;
  const tokentrail = (...args: string[]) => run('node_modules/.bin/tokentrail', args, project, access);
  const store = await startTestStore('ledger');
  const access = {
    TOKENTRAIL_LEDGER_URL: store.engine.url,
    TOKENTRAIL_LEDGER_READER_PASSWORD: PASSWORDS.tokentrail_ledger_reader,
    TOKENTRAIL_ATTEMPTS_READER_PASSWORD: PASSWORDS.tokentrail_attempts_reader,
  };
  try {
    await store.insert('tokentrail_ledger.landing', [landingRow(1, { 'user.id': 'ann' })]);
    const [help, exported, audited, repriced, up] = await Promise.all([
      tokentrail('--help'),
      tokentrail('export', '--from', '1h', '--columns', 'user_id', '--format', 'jsonl'),
      tokentrail('audit', '--from', '1h'),
      tokentrail('audit', '--reprice', '--dry-run', '--from', '1h'),
      tokentrail('up'),
    ]);
    assert.match(help.out, /^Usage: tokentrail .*\n[^]* audit /);
    assert.match(exported.out, /"ann"/, exported.problems);
    assert.equal(audited.code, 0, audited.problems);
    assert.equal(repriced.code, 0, repriced.problems);
    assert.match(up.problems, /needs? .*checkout|from a checkout/);
    assert.equal(up.code, 2);
  } finally {
    await store.end();
  }
});

test('without the package of prices the app runs, calls are recorded, and one warning says what to install', async (t) => {
  if (skipped(t)) return;
  const bare = join(folder, 'bare');
  cpSync(project, bare, { recursive: true });
  rmSync(join(bare, 'node_modules/@tokentrail/prices'), { recursive: true });
  const receiver = await startOtlpReceiver();
  const env = { TOKENTRAIL_OTLP_ENDPOINT: receiver.url, TOKENTRAIL_SPOOL_DIR: join(folder, 'spool-bare') };
  const args = ['--require', '@tokentrail/instrumentation/register', 'call.cjs'];
  const { code, out, problems } = await run(process.execPath, args, bare, env);
  const states = receiver.records().map(({ attributes }) => attributes['tokentrail.cost.paid.state']);
  await receiver.close();
  assert.deepEqual({ code, out, states }, { code: 0, out: 'app done\n', states: ['unknown_price'] });
  assert.equal(problems.match(/install @tokentrail\/prices/g)?.length, 1, problems);
});
