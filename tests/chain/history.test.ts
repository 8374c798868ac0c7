/** The example history through the real collector into the real stores. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { auditRange } from '../../cli/src/audit/audit-range.ts';
import { daysUntil, plansOfDay } from '../../examples/history/src/history.ts';
import { decide, type Decision, type LedgerAccount } from '../../examples/history/src/ledger-state.ts';
import { loadHistory } from '../../examples/history/src/load.ts';
import type { MadeRecord } from '../../examples/history/src/spans.ts';
import { Chain } from './chain.ts';
import { settled } from './wait.ts';

const PRICES = fileURLToPath(new URL('../../examples/prices.yaml', import.meta.url));
const DAY_MS = 86_400_000;
const until = Date.now();
/** The oldest day of the history, and a recent one. */
const days = [daysUntil(until).at(0)!, daysUntil(until).at(-2)!];
const range = { fromMs: until - 40 * DAY_MS, toMs: until + DAY_MS };

const LOADED: Decision = { skip: 'the ledger has the example history already' };
/** The records of a load may arrive before the event that begins it, and then look like others. */
const isLoaded = (decision: Decision) => isDeepStrictEqual(decision, LOADED);

let chain: Chain;
let account: LedgerAccount;

before(async () => {
  chain = await Chain.start();
  const { TOKENTRAIL_LEDGER_URL: url = '', TOKENTRAIL_LEDGER_READER_PASSWORD: password = '' } =
    chain.readerEnvironment();
  account = { url, password };
});

after(() => chain.stop());

async function load(end = until): Promise<MadeRecord[]> {
  const made: MadeRecord[] = [];
  await loadHistory({
    otlpUrl: chain.otlpUrl,
    otlpToken: 'this collector requires none',
    pricesFile: PRICES,
    until: end,
    days,
    onRecord: (record) => made.push(record),
    report: (line) => assert.fail(line),
  });
  return made;
}

test('a new ledger gets the history, and its totals are those of the records', async () => {
  assert.ok('until' in (await decide(account, Date.now())));
  const made = await load();
  assert.deepEqual(await settled(() => decide(account, Date.now()), isLoaded), LOADED);
  const { requests, failed, running, cost } = await chain.ledger.totals({ range, filter: {} });
  const calls = made.filter(({ record }) => record.type === 'usage');
  const ended = calls.filter(({ record }) => record.ended);
  const paid = ended.reduce((sum, { cost: priced }) => sum + (priced?.paid.nanoUsd ?? 0n), 0n);
  assert.equal(requests, ended.length);
  assert.equal(failed, ended.filter(({ record }) => record.state === 'failed').length);
  assert.equal(running, calls.length - ended.length);
  assert.equal(cost.paid?.nanoUsd, String(paid));
  assert.equal(cost.paid?.unknown, ended.filter(({ cost: priced }) => priced?.paid.nanoUsd == null).length);
});

test('an audit of the ledger computes the same amounts again', async () => {
  const audited = await auditRange(chain.ledger, range, 5);
  assert.deepEqual(audited.worst, []);
  assert.ok(audited.known > 1000);
});

test('the oldest day is complete, and a recent call has its content', async () => {
  const oldest = plansOfDay(days[0]!, until);
  const oldRange = { fromMs: days[0]!, toMs: days[0]! + DAY_MS };
  const { records } = await chain.ledger.list({ range: oldRange, filter: {}, limit: 5000 });
  assert.equal(records.length, oldest.length);
  const recentRange = { fromMs: days[1]!, toMs: days[1]! + DAY_MS };
  const recent = await chain.ledger.list({ range: recentRange, filter: { recordTypes: ['usage'] }, limit: 100 });
  const withContent = recent.records.filter(
    ({ captureLevel, serviceName }) => captureLevel === 'full' && serviceName === 'shop-gateway',
  );
  const [call] = withContent;
  assert.ok(call !== undefined && withContent.length > 10);
  assert.equal(call.tags?.['example'], 'true');
  const content = await settled(
    () => chain.traces.content(call),
    (found) => found !== null,
  );
  assert.match(content?.metadata ?? '', /^\{"tenant"/);
  assert.match(content?.clientRequestBody ?? '', /"messages"/);
});

test('a load that is repeated after an interruption doubles no record', async () => {
  const before = await chain.ledger.totals({ range, filter: {} });
  const spans = (await chain.spans()).length;
  await load();
  // The traces store keeps both, and its reader takes one.
  assert.equal(
    (
      await settled(
        () => chain.spans(),
        ({ length }) => length === 2 * spans,
      )
    ).length,
    2 * spans,
  );
  assert.deepEqual(await chain.ledger.totals({ range, filter: {} }), before);
});

const MAIN = fileURLToPath(new URL('../../examples/history/src/main.ts', import.meta.url));

/** Runs the program to its end. */
async function run(env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], { env: { PATH: process.env['PATH'] ?? '', ...env } });
  const [output, [code]] = await Promise.all([
    Promise.all([text(child.stdout), text(child.stderr)]),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { code, output: output.join('') };
}

test('the program leaves a ledger alone that has the history, and names a variable that is missing', async () => {
  const env = { ...chain.readerEnvironment(), TOKENTRAIL_OTLP_ENDPOINT: chain.otlpUrl, TOKENTRAIL_PRICES: PRICES };
  const skipped = 'example history: not loaded, the ledger has the example history already\n';
  assert.deepEqual(await run(env), { code: 0, output: skipped });
  const { code, output } = await run({ TOKENTRAIL_LEDGER_URL: 'http://127.0.0.1:1' });
  assert.equal(code, 1);
  assert.match(output, /TOKENTRAIL_LEDGER_READER_PASSWORD is not set/);
});
