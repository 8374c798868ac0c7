import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ACCOUNTS } from '@tokentrail/clickhouse';
import { secretsIn, withoutSecrets } from './secrets.ts';
import { buildProgram } from './program.ts';
import { runCli } from './testing/run-cli.ts';

/** A word that no output may contain. */
const SECRET = 'hunter2-correct-horse';
const PASSWORDS = [
  ...ACCOUNTS.map(({ name }) => `${name.toUpperCase()}_PASSWORD`),
  'TOKENTRAIL_LEDGER_REPRICER_PASSWORD',
  'TOKENTRAIL_CLICKHOUSE_ADMIN_PASSWORD',
  'TOKENTRAIL_OTLP_TOKEN',
  'TOKENTRAIL_GRAFANA_TOKEN',
  'TOKENTRAIL_HMAC_SECRET',
];

/** A store that fails and returns everything that it received. */
let server: Server;
let url: string;
let status = 500;
let received = '';
let folder: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const all = `Code: 62. DB::Exception: ${JSON.stringify([request.url, request.headers, await text(request)])}`;
    received += all;
    response.writeHead(status).end(all);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = mkdtempSync(join(tmpdir(), 'tokentrail-secrets-'));
  writeFileSync(join(folder, 'budgets.yaml'), 'budgets:\n  - { name: a, group: a, monthly_usd: 1 }\n');
  writeFileSync(join(folder, 'retention.yaml'), 'days:\n  usage: 5\n');
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const inFolder = (name: string) => join(folder, name);

/** Arguments with which each command reaches a store. Others run without arguments. */
const ARGUMENTS: Readonly<Record<string, (() => string[]) | undefined>> = {
  audit: () => ['--from', '1h'],
  'audit --reprice': () => ['--reason', 'x'],
  'budgets apply': () => ['--file', inFolder('budgets.yaml'), '--grafana-rules', inFolder('rules.yaml')],
  'budgets show': () => ['--json'],
  export: () => ['--output', inFolder('calls.csv')],
  forget: () => ['--user', 'ann', '--reason', 'x', '--by', 'eve'],
  records: () => ['--json'],
  request: () => ['req-1', '--content'],
  report: () => ['--out', inFolder('report.html')],
  'retention apply': () => ['--file', inFolder('retention.yaml'), '--yes'],
  'prices check': () => [],
  'prices update': () => ['--output', inFolder('public.json')],
  'schema plan': () => [],
  'schema apply': () => [],
};

function namesOf(commands = buildProgram({} as never).commands): string[] {
  return commands.flatMap((command) =>
    command.commands.length === 0
      ? [command.name()]
      : namesOf([...command.commands]).map((name) => `${command.name()} ${name}`),
  );
}

const fromEnvironment = () => ({
  ...Object.fromEntries(PASSWORDS.map((name) => [name, SECRET])),
  TOKENTRAIL_LEDGER_URL: url,
  TOKENTRAIL_TRACES_URL: `${url}/?`,
  npm_config_registry: url,
});
const account = () => ({ kind: 'clickhouse', url, user: 'u', password: SECRET });
const chain = () => ({
  ...{ ledger: account(), attempts: account(), repricer: account(), settings: account() },
  ...{ dataManager: account(), traces: account(), otlp_token: SECRET },
});

test.each([...new Set([...namesOf(), ...Object.keys(ARGUMENTS)])].filter((name) => name !== 'up'))(
  '%s prints and writes no secret if a store returns it',
  async (name) => {
    const args = [...name.split(' '), ...(ARGUMENTS[name]?.() ?? [])];
    const endpoints = inFolder('endpoints.json');
    for (status of [500, 401, 403]) {
      received = '';
      writeFileSync(endpoints, JSON.stringify(chain()));
      const results = [await runCli(args, fromEnvironment())];
      if (ARGUMENTS[name] !== undefined && !/^(?:prices|schema)/.test(name)) {
        results.push(await runCli([...args, '--endpoints', endpoints], {}));
        expect(received).toContain(SECRET);
        expect(results.map(({ code }) => code)).toEqual([2, 2]);
      }
      rmSync(endpoints);
      expect(JSON.stringify(results)).not.toContain(SECRET);
    }
    const files = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    expect(files.join('\n')).not.toContain(SECRET);
  },
);

test('secrets are passwords, tokens and the passwords in addresses', () => {
  const secrets = secretsIn({
    TOKENTRAIL_OTLP_TOKEN: 'token-1',
    TOKENTRAIL_WRITER_PASSWORD: 'abc',
    TOKENTRAIL_LEDGER_URL: 'http://user:p%40ss-word@host:8123',
    HOME: '/home/ann',
  });
  expect(withoutSecrets('token-1 p@ss-word p%40ss-word abc /home/ann', secrets)).toBe('*** *** *** abc /home/ann');
});
