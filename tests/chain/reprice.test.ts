import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startReplayedProvider } from '@tokentrail/example-providers';
import { leftEarly, planCalls } from './call-plan.ts';
import { Chain } from './chain.ts';
import { reconcile } from './reconcile.ts';
import { audit, tamper } from './run-audit.ts';
import { settled } from './wait.ts';
import { runWorkload } from './workload.ts';

/**
 * An operator's price file that prices, for every model, only meters that none of the models uses, so that no price is
 * known.
 */
const NO_PRICES = `
schema: 1
entries:
  - { id: other, seller: { hosts: ['*'], provider: openai }, models: ['*'], rows: [{ prices: { input_video: { usd: '1' } } }] }
`;
const CALLS = 60;

test('tokentrail audit --reprice prices records without a price exactly as the provider billed them', async (t) => {
  const provider = await startReplayedProvider();
  t.after(() => provider.stop());
  const chain = await Chain.start();
  t.after(() => chain.stop());
  const calls = planCalls(CALLS);
  const prices = join(chain.folder, 'no-prices.yaml');
  writeFileSync(prices, NO_PRICES);
  const env = { TOKENTRAIL_PRICES: prices };
  await runWorkload(calls, { providerUrl: provider.url, otlpUrl: chain.otlpUrl, processes: 2, env });
  await settled(
    () => chain.totals(),
    ({ requests }) => requests >= calls.length,
  );
  const recorded = await chain.entries();
  const before = await chain.totals();
  assert.equal(before.cost.charged.nanoUsd, '0');
  assert.ok(before.cost.charged.unknown > CALLS / 2);

  const reprice = ['--reprice', '--from', '1h'];
  const mayNot = await audit(chain.readerEnvironment(), ...reprice, '--reason', 'x');
  assert.match(mayNot.text, /set TOKENTRAIL_LEDGER_REPRICER_PASSWORD/);
  assert.equal(mayNot.code, 2);
  assert.match((await audit(chain.repricerEnvironment(), ...reprice)).text, /give --reason/);

  const dry = await audit(chain.readerEnvironment(), ...reprice, '--dry-run');
  assert.match(dry.text, /60 calls, \d+ of them with an unknown amount; [1-9]\d* can be priced now: \$0\.\d+ charged/);
  assert.match(dry.text, /0 written \(dry run: nothing was written\)/);
  assert.deepEqual(await chain.totals(), before);

  const reason = ['--by', 'ann', '--reason', 'prices of November came late'];
  const repriced = await audit(chain.repricerEnvironment(), ...reprice, ...reason);
  assert.match(repriced.text, /[1-9]\d* written \(by ann: prices of November came late\)/);
  assert.match(repriced.text, /stay unknown: a billed attempt does not report its usage/);
  assert.equal(repriced.code, 0);
  assert.equal(/; (\d+) can be priced now/.exec(repriced.text)?.[1], /; (\d+) can be priced now/.exec(dry.text)?.[1]);

  const entries = await chain.entries();
  const { differences, gap } = reconcile(entries, provider.bill, leftEarly(calls));
  assert.deepEqual(differences, []);
  const after = await chain.totals();
  assert.equal(after.cost.paid?.unknown, gap.calls);
  assert.deepEqual({ ...after, cost: null }, { ...before, cost: null });

  // Only money has changed, and every changed row names who repriced it and why.
  const was = new Map(recorded.map((entry) => [entry.record.spanId, entry]));
  for (const { record, attempts } of entries) {
    const old = was.get(record.spanId);
    assert.ok(old);
    const isRepriced = record.repricedBy !== null;
    assert.deepEqual(
      [record.repricedBy, record.repricedReason],
      isRepriced ? ['ann', 'prices of November came late'] : [null, null],
    );
    const {
      cost: _,
      costLines: __,
      costFormula: ___,
      priceSource,
      priceVersion,
      priceEntry,
      priceTier,
      ...rest
    } = record;
    assert.deepEqual(
      { ...old.record, ...rest },
      {
        ...old.record,
        repricedBy: record.repricedBy,
        repricedReason: record.repricedReason,
        receivedAtMs: record.receivedAtMs,
      },
    );
    assert.equal(isRepriced && record.cost.charged.state === 'priced', priceSource === 'snapshot');
    assert.ok(!isRepriced || (priceEntry !== null && priceTier !== null && priceVersion !== null));
    assert.deepEqual(
      attempts.map(({ index, retry, state, requestId }) => [index, retry, state, requestId]),
      old.attempts.map(({ index, retry, state, requestId }) => [index, retry, state, requestId]),
    );
  }

  const proved = await audit(chain.readerEnvironment(), '--from', '1h');
  assert.match(proved.text, /deviations: 0, \$0 in all/);
  assert.equal(proved.code, 0);

  const again = await audit(chain.repricerEnvironment(), ...reprice, ...reason);
  assert.match(again.text, /; 0 can be priced now/);
  assert.match(again.text, /0 written/);

  // The original end of the call no longer wins, however late it arrives.
  const one = entries.find(({ record }) => record.repricedBy !== null);
  assert.ok(one);
  await tamper(chain, one, { cost: { ...one.record.cost, charged: { state: 'priced', nanoUsd: '1' } } });
  assert.deepEqual(await chain.ledger.record(one.record), one.record);
  assert.deepEqual(await chain.ledger.attempts(one.record), one.attempts);
});

test('invalid repricing options are reported before the ledger is queried', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrail-fill-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const broken = join(folder, 'prices.yaml');
  writeFileSync(
    broken,
    'schema: 1\nentries:\n  - { id: x, seller: {}, models: [m], rows: [{ prices: { input: { usd: 2 } } }] }\n',
  );
  const away = {
    TOKENTRAIL_LEDGER_URL: 'http://127.0.0.1:1',
    TOKENTRAIL_ATTEMPTS_READER_PASSWORD: 'x',
    TOKENTRAIL_LEDGER_REPRICER_PASSWORD: 'x',
  };
  const cases: [said: RegExp, args: string[]][] = [
    [/prices\.yaml:3:\d+ entries\[0\].*write "2" in quotes/, ['--reprice', '--dry-run', '--prices', broken]],
    [/the price file cannot be read/, ['--reprice', '--dry-run', '--prices', `${broken}.gone`]],
    [/--dry-run only works together with --reprice/, ['--dry-run']],
    [/give --reason, one line/, ['--reprice', '--reason', 'two\nlines']],
    [/give --by, one line/, ['--reprice', '--by', '', '--reason', 'x']],
    [/the ledger cannot be read/, ['--reprice', '--reason', 'x']],
  ];
  for (const [said, args] of cases) {
    const { text, code } = await audit(away, ...args);
    assert.match(text, said);
    assert.equal(code, 2);
  }
});
