// Each kind of trouble is found and named as what it is, and none as another.
import { formatDecimal } from '@tokentrail/pricing/decimal';
import type { Cause } from './join/causes.ts';
import type { Reconciliation } from './join/result.ts';
import type { InvoiceLine } from './lines.ts';
import { ledgerLines, unitPriceOf, type RecordedCall } from './testing/ledger.ts';
import {
  anthropicCost,
  anthropicCostCsv,
  anthropicUsage,
  anthropicUsageCsv,
} from './testing/provider/anthropic-exports.ts';
import { billOf, callsOfMonth, decimalText, type Billing, type Call, type Seller } from './testing/provider/calls.ts';
import { awsCur, googleBilling } from './testing/provider/cloud-exports.ts';
import { openaiCosts } from './testing/provider/openai-exports.ts';
import { openrouterActivity } from './testing/provider/other-exports.ts';
import { ANTHROPIC, AWS, GOOGLE, OPENAI, OPENROUTER } from './testing/provider/sellers.ts';
import { causesOf, compare, read, recordedOf } from './testing/setup.ts';

const DAY_MS = 86_400_000;
const at = (day: number): number => Date.UTC(2026, 9, day);
const isOn = (call: Call, day: number): boolean => call.startMs >= at(day) && call.startMs < at(day + 1);

/** One export of a provider: how its files are made, and what the ledger of such calls looks like. */
interface Side {
  seller: Seller;
  calls: Call[];
  recorded: RecordedCall[];
  total: boolean;
  files(calls: readonly Call[], how?: Billing, seller?: Seller): readonly (readonly [string, string | Uint8Array])[];
}

function sideOf(seller: Seller, tiers: readonly string[], files: Side['files'], total = false): Side {
  const calls = callsOfMonth(seller, 6_000, 7, tiers);
  return { seller, calls, recorded: recordedOf(seller, calls), total, files };
}

const openai = sideOf(OPENAI, ['batch', 'priority'], (calls, how, seller = OPENAI) => [
  ['costs.json', openaiCosts(billOf(seller, calls, how))],
]);
const anthropic = sideOf(ANTHROPIC, ['batch'], (calls, how, seller = ANTHROPIC) => {
  const bill = billOf(seller, calls, how);
  return [
    ['cost.json', anthropicCost(bill)],
    ['usage.json', anthropicUsage(bill)],
  ];
});
const anthropicConsole: Side = {
  ...anthropic,
  files: (calls, how, seller = ANTHROPIC) => {
    const bill = billOf(seller, calls, how);
    return [
      ['cost.csv', anthropicCostCsv(bill)],
      ['usage.csv', anthropicUsageCsv(bill)],
    ];
  },
};
const openrouter = sideOf(
  OPENROUTER,
  ['standard'],
  (calls, how, seller = OPENROUTER) => {
    const billed = calls.flatMap((call) => Array.from({ length: how?.times?.(call) ?? 1 }, () => call));
    const shifted = billed.map((call) => {
      const day = how?.dayOf?.(call) ?? null;
      return day === null ? call : { ...call, startMs: day };
    });
    return [['activity.json', openrouterActivity(seller, billOf(seller, calls, how), shifted)]];
  },
  true,
);
const SIDES: readonly (readonly [name: string, side: Side])[] = [
  ['OpenAI costs', openai],
  ['Anthropic reports', anthropic],
  ['Anthropic console', anthropicConsole],
  ['OpenRouter activity', openrouter],
];

interface Trouble {
  billed?: readonly Call[];
  how?: Billing;
  ledger?: readonly RecordedCall[];
  seller?: Seller;
  more?: readonly InvoiceLine[];
}

async function reconciled(side: Side, trouble: Trouble): Promise<Reconciliation> {
  const lines: InvoiceLine[] = [...(trouble.more ?? [])];
  for (const [name, content] of side.files(trouble.billed ?? side.calls, trouble.how, trouble.seller)) {
    for (const line of (await read(name, content)).lines) lines.push(line);
  }
  const ledger = ledgerLines(side.seller, trouble.ledger ?? side.recorded, 'UTC', side.total);
  return compare(side.seller, lines, ledger, { unitPrice: unitPriceOf });
}

/** Only this cause, and the equation closes to the last digit. */
function expectOnly(result: Reconciliation, cause: Cause): void {
  const causes = causesOf(result);
  expect(Object.keys(causes)).toEqual([cause]);
  const { invoiced, matched, explained, unexplained, recorded, ledgerExplained, ledgerUnexplained } = result.totals;
  expect(invoiced.units).toBe(matched.units + explained.units + unexplained.units);
  expect(recorded.units).toBe(matched.units + ledgerExplained.units + ledgerUnexplained.units);
}

const some = (call: Call): boolean => Number(call.id.split('_')[2]) % 500 === 7;

describe.each(SIDES)('%s', (_name, side) => {
  test('calls that the ledger lost', async () => {
    const ledger = side.recorded.filter(({ call }) => !some(call));
    const result = await reconciled(side, { ledger });
    expectOnly(result, 'missing_calls');
    expect(result.totals.unexplained.units > 0n).toBe(true);
  });

  test('calls that the ledger has twice', async () => {
    const ledger = side.recorded.flatMap((one) => (some(one.call) ? [one, { ...one, isRepeated: true }] : [one]));
    expectOnly(await reconciled(side, { ledger }), 'doubled_calls');
  });

  test('calls of one day that the provider billed twice', async () => {
    const how: Billing = { times: (call) => (isOn(call, 9) ? 2 : 1) };
    expectOnly(await reconciled(side, { how }), 'billed_twice');
  });

  test('attempts that timed out and were billed', async () => {
    const how: Billing = { times: (call) => (some(call) ? 2 : 1) };
    const ledger = side.recorded.map((one) => (some(one.call) ? { ...one, timedOutBefore: true } : one));
    const result = await reconciled(side, { how, ledger });
    expectOnly(result, 'possibly_billed');
    expect(formatDecimal(result.totals.unexplained)).toBe('0');
  });

  test('attempts that timed out and were not billed match', async () => {
    const ledger = side.recorded.map((one) => (some(one.call) ? { ...one, timedOutBefore: true } : one));
    expect(causesOf(await reconciled(side, { ledger }))).toEqual({});
  });

  test('responses whose usage the ledger does not know', async () => {
    const ledger = side.recorded.map((one) => (some(one.call) ? { ...one, usageUnknown: true } : one));
    expectOnly(await reconciled(side, { ledger }), 'unknown_usage');
  });

  test('traffic of a key that never passed through, named by key and model', async () => {
    const foreign = { id: 'key_foreign', name: 'laptop', preview: '', hint: 'sk-x...q9Xw' };
    const seller = { ...side.seller, keys: [...side.seller.keys, foreign] };
    const own = side.calls.filter(some).map((call) => ({ ...call, id: `f_${call.id}`, key: seller.keys.length - 1 }));
    const result = await reconciled(side, { billed: [...side.calls, ...own], seller });
    expectOnly(result, 'unrecorded_key');
    const named = result.differences.filter(({ cause }) => cause === 'unrecorded_key');
    expect(named.every(({ key }) => key === 'key_foreign' || key === 'laptop')).toBe(true);
    expect(named.every(({ model }) => model !== '')).toBe(true);
  });

  test('a price that changed in mid-month, with the day', async () => {
    const [model] = side.seller.models;
    const how: Billing = {
      price: (price, call, kind) =>
        call.model === model && kind === 'output' && call.startMs >= at(17) ? price * 2 : price,
    };
    const result = await reconciled(side, { how });
    expectOnly(result, 'price_change');
    const named = result.differences.filter(({ cause }) => cause === 'price_change');
    expect(named.every(({ since }) => since === '2026-10-17')).toBe(true);
  });

  test('a price that is another one all month', async () => {
    const [model] = side.seller.models;
    const how: Billing = {
      price: (price, call, kind) => (call.model === model && kind === 'output' ? (price * 9) / 8 : price),
    };
    expectOnly(await reconciled(side, { how }), 'price');
  });

  test('a service tier that the provider applied to some calls', async () => {
    const how: Billing = {
      tierOf: (call) =>
        call.tier === 'standard' && Number(call.id.split('_')[2]) % 10 === 3 && call.model.tiers['batch']
          ? 'batch'
          : call.tier,
    };
    expectOnly(await reconciled(side, { how }), 'tier');
  });

  test('a day that the provider counts late', async () => {
    const [key] = side.seller.keys;
    const how: Billing = { dayOf: (call) => (call.key === 0 && key !== undefined && isOn(call, 12) ? at(14) : null) };
    const result = await reconciled(side, { how });
    expectOnly(result, 'late_day');
    expect(formatDecimal(result.totals.unexplained)).toBe('0');
  });

  test('calls at 23:59:59.9 that the provider counts to the next day', async () => {
    const late = side.recorded
      .filter(({ call }) => some(call) && call.startMs < at(31))
      .map((one) => {
        const startMs = one.call.startMs - (one.call.startMs % DAY_MS) + DAY_MS - 100;
        return { ...one, call: { ...one.call, startMs, endMs: startMs + 3_000 } };
      });
    const ledger = [...side.recorded.filter(({ call }) => !(some(call) && call.startMs < at(31))), ...late];
    const billed = ledger.map(({ call }) => call);
    const how: Billing = { dayOf: (call) => (call.endMs % DAY_MS < 5_000 ? call.endMs - (call.endMs % DAY_MS) : null) };
    const result = await reconciled(side, { billed, how, ledger });
    expectOnly(result, 'midnight');
    expect(formatDecimal(result.totals.unexplained)).toBe('0');
  });

  test('an export that ends before the month', async () => {
    const billed = side.calls.filter((call) => call.startMs < at(30));
    expectOnly(await reconciled(side, { billed }), 'not_yet_exported');
  });
});

test('a model whose price the ledger does not know', async () => {
  const ledger = openai.recorded.map((one) => (some(one.call) ? { ...one, priceUnknown: true } : one));
  const result = await reconciled(openai, { ledger });
  expectOnly(result, 'unknown_price');
  expect(formatDecimal(result.totals.unexplained)).toBe('0');
});

test('cache writes for an hour that the ledger has as writes for five minutes', async () => {
  const ledger = anthropic.recorded.map((one) => ({ ...one, writes1hAs: 'written_5m' as const }));
  expectOnly(await reconciled(anthropic, { ledger }), 'other_kind');
});

test('a model without a row in the ledger', async () => {
  const [first] = openai.seller.models;
  const ledger = openai.recorded.filter(({ call }) => call.model !== first);
  expectOnly(await reconciled(openai, { ledger }), 'unrecorded_model');
});

test('credits and tax beside what the calls cost', async () => {
  const calls = callsOfMonth(AWS, 2_000, 3, ['batch']);
  const more = [
    '2026-10-31T00:00:00Z,2026-11-01T00:00:00Z,,,,-12.50,USD,AmazonBedrock,Credit',
    '2026-10-31T00:00:00Z,2026-11-01T00:00:00Z,,,,3.141592653,USD,AmazonBedrock,Tax',
  ];
  const { lines } = await read('cur.csv.gz', awsCur(billOf(AWS, calls), more));
  const result = compare(AWS, lines, ledgerLines(AWS, recordedOf(AWS, calls)));
  expect(causesOf(result)).toEqual({ credit: 1, tax: 1 });
  expect(formatDecimal(result.totals.unexplained)).toBe('0');

  const google = callsOfMonth(GOOGLE, 2_000, 3, ['batch']);
  const billing = await read('billing.json', googleBilling(billOf(GOOGLE, google), '-0.75'));
  const ledger = ledgerLines(GOOGLE, recordedOf(GOOGLE, google), 'America/Los_Angeles');
  const ofGoogle = compare(GOOGLE, billing.lines, ledger, { zone: 'America/Los_Angeles' });
  expect(causesOf(ofGoogle)).toEqual({ credit: 1 });
});

test('days of another zone are refused with the zone to name', async () => {
  const { lines } = await read('costs.json', openaiCosts(billOf(OPENAI, openai.calls.slice(0, 100))));
  expect(() => compare(OPENAI, lines, [], { zone: 'America/New_York' })).toThrow(
    /costs\.json:\d+ is a day from 2026-10-\d\dT00:00:00\.000Z, but days in America\/New_York start at .*; name the zone of the export/,
  );
});

test('a text that cannot be read as a model and a kind is named', async () => {
  const bill = billOf(OPENAI, openai.calls.slice(0, 500));
  const text = openaiCosts(bill).replace(/"line_item":"[^"]*"/, '"line_item":"shiny new thing"');
  const { lines } = await read('costs.json', text);
  const result = compare(OPENAI, lines, []);
  const unknown = result.differences.filter(({ cause }) => cause === 'unknown_name');
  expect(unknown.map(({ label, amount }) => [label, formatDecimal(amount)])).toEqual([
    ['shiny new thing', decimalText(bill[0]?.femto ?? 0n)],
  ]);
});
