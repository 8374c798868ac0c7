import type { Amount, Attempt, UsageRecord } from '@tokentrail/records';
import {
  auditRecord,
  billedOf,
  PriceBook,
  priceCall,
  type BookDocument,
  type CallToPrice,
  type PricedAmount,
  type AttemptToPrice,
  withPrice,
} from './index.ts';

const DOCUMENT: BookDocument = {
  schema: 1,
  version: 't',
  entries: ['openai', 'cohere'].map((provider) => ({
    id: provider,
    seller: { hosts: [`${provider}.example`], provider },
    models: ['m'],
    rows: [
      {
        prices: {
          input: { usd: '0.0000000003' },
          cache_read: { usd: '0.0000000001' },
          output: { usd: '0.0000000007' },
          web_search: { usd: '0.000000003' },
        },
      },
    ],
    factors: [{ when: { region: 'eu' }, times: '1.1', on: 'tokens' as const }],
  })),
  free: [{ seller: { hosts: ['free.example'] }, models: ['*'] }],
};
const RESPONDED: AttemptToPrice = {
  state: 'success',
  host: 'openai.example',
  model: 'm',
  startUnixMs: 0,
  usage: {
    prompt_tokens: 10,
    prompt_tokens_details: { cached_tokens: 4 },
    completion_tokens: 3,
    completion_tokens_details: { reasoning_tokens: 1 },
    total_tokens: 13,
  },
};
const USAGE = { inputTokens: 10, cacheReadTokens: 4, outputTokens: 3, reasoningTokens: 1 };

interface Row {
  record: UsageRecord;
  attempts: Attempt[];
  contents: Map<string, string>;
}

/** A priced call with its price entries, as the ledger holds it. */
function rowOf(call: CallToPrice, document: BookDocument = DOCUMENT): Row {
  const book = new PriceBook([{ document, source: 'operator' }]);
  const priced = priceCall(call, book);
  const amount = ({ nanoUsd, state }: PricedAmount): Amount => ({
    nanoUsd: nanoUsd === null ? null : String(nanoUsd),
    state,
  });
  const attempts = call.attempts.map((asked, index): Attempt => {
    const { state, usage, statusCode } = asked;
    const billed = billedOf(asked);
    const attempt: Attempt = { index, retry: 0, state };
    if (billed !== null) attempt.billed = billed;
    if (statusCode !== undefined) attempt.statusCode = statusCode;
    if (usage !== undefined) attempt.usage = USAGE;
    return withPrice(attempt, priced.attempts[index]);
  });
  const record: Partial<UsageRecord> = {
    startUnixNano: '0',
    ...USAGE,
    cacheWriteTokens: null,
    cost: { list: amount(priced.list), paid: amount(priced.paid), charged: amount(priced.charged) },
    costLines: [...priced.lines],
    costFormula: priced.formula,
    priceSource: priced.source,
    priceVersion: priced.version,
    priceEntry: priced.entry,
    priceTier: priced.tier,
    attemptsCount: attempts.length,
  };
  const contents = new Map(book.takeNewEntries().map(({ hash, content }) => [hash, content]));
  return { record: record as UsageRecord, attempts, contents };
}

function audited({ record, attempts, contents }: Row) {
  return auditRecord(record, attempts, (entry) => contents.get(entry) ?? null);
}

const CONTRACT = { ...DOCUMENT, buy: [{ seller: 'openai', times: '0.92' }] };
const SELL = { ...DOCUMENT, sell: { users: { u: '1.5' }, minimum: { usd: '0.001' } } };
const OWN_SELL = { ...DOCUMENT, sell: { models: [{ models: ['m'], ratios: { model: '3', completion: '4' } }] } };
const REJECTED: AttemptToPrice = { ...RESPONDED, state: 'failed', statusCode: 429, usage: undefined };
const CANCELLED: AttemptToPrice = { ...RESPONDED, state: 'cancelled', usage: undefined };
/** Billed, but not the response that the caller got. */
const INTERRUPTED: AttemptToPrice = { ...RESPONDED, host: 'cohere.example', state: 'failed', statusCode: 502 };

const RECORDED: readonly [string, CallToPrice, BookDocument?][] = [
  ['one attempt', { attempts: [RESPONDED] }],
  ['a rejected attempt before it', { attempts: [REJECTED, RESPONDED] }],
  ['a cancelled attempt before it', { attempts: [CANCELLED, RESPONDED] }],
  ['three billed attempts, each rounded', { attempts: [RESPONDED, RESPONDED, RESPONDED] }],
  ['a contract', { attempts: [RESPONDED] }, CONTRACT],
  ['a sell side', { attempts: [RESPONDED], user: 'u' }, SELL],
  ['own sell prices', { attempts: [RESPONDED] }, OWN_SELL],
  ['a cost that the provider reported', { attempts: [{ ...RESPONDED, reportedCostUsd: '0.5' }] }],
  ['a reported cost without a price', { attempts: [{ ...RESPONDED, model: 'x', reportedCostUsd: '0.5' }] }],
  ['an unknown price', { attempts: [{ ...RESPONDED, model: 'x' }] }],
  ['attempts at two sellers, both billed', { attempts: [INTERRUPTED, RESPONDED] }],
  ['attempts at two prices of one seller', { attempts: [INTERRUPTED, { ...RESPONDED, conditions: { region: 'eu' } }] }],
  ['a contract with one of two sellers', { attempts: [INTERRUPTED, RESPONDED] }, CONTRACT],
  [
    'a reported cost in addition to a price',
    { attempts: [{ ...INTERRUPTED, reportedCostUsd: '0.0000000015' }, RESPONDED] },
  ],
  ['units in addition to the tokens', { attempts: [INTERRUPTED, { ...RESPONDED, units: { web_search: 2 } }] }],
  ['a free attempt and a priced one', { attempts: [{ ...RESPONDED, host: 'free.example' }, RESPONDED] }],
  ['nothing to pay', { attempts: [{ ...RESPONDED, host: 'free.example' }] }],
  ['a rejected call', { attempts: [REJECTED] }],
];

test.each(RECORDED.map(([name, call, document]) => ({ name, call, document })))(
  'finds no deviation in an unchanged record: $name',
  ({ call, document }) => {
    expect(audited(rowOf(call, document))).toEqual({ findings: [], offNanoUsd: 0n });
  },
);

test('does not compare tokens of a seller whose billed tokens differ from the reported ones', () => {
  const row = rowOf({ attempts: [{ ...RESPONDED, host: 'cohere.example' }] });
  const attempts = [{ ...row.attempts[0]!, usage: { inputTokens: 99, outputTokens: 99 } }];
  expect(audited({ ...row, attempts }).findings).toEqual([]);
});

test('accepts parts that are reported in addition to their total', () => {
  const row = rowOf({ attempts: [RESPONDED] });
  const usage = { inputTokens: 6, cacheReadTokens: 4, outputTokens: 2, reasoningTokens: 1 };
  expect(audited({ ...row, attempts: [{ ...row.attempts[0]!, usage }] }).findings).toEqual([]);
});

const priced = (nanoUsd: string): Amount => ({ nanoUsd, state: 'priced' });

test.each<[string, (row: Row) => Partial<Row>, RegExp, bigint]>([
  ['no entry in the ledger', () => ({ contents: new Map() }), /is not in the ledger/, 0n],
  [
    'another entry stored under the hash',
    ({ contents }) => ({ contents: new Map([...contents].map(([hash, content]) => [hash, `${content} `])) }),
    /does not match its hash/,
    0n,
  ],
  [
    'no entry named',
    ({ record }) => ({ record: { ...record, priceEntry: null } }),
    /is priced but names no price entry/,
    0n,
  ],
  [
    'another charge',
    ({ record }) => ({ record: { ...record, cost: { ...record.cost, charged: priced('104') } } }),
    /the lines add up to 4, but charged is 104/,
    100n,
  ],
  [
    'another list price',
    ({ record }) => ({ record: { ...record, cost: { ...record.cost, list: priced('3') } } }),
    /at list price the lines add up to 4, but the record says 3/,
    1n,
  ],
  [
    'another amount of an attempt',
    ({ attempts }) => ({ attempts: [{ ...attempts[0]!, paidNanoUsd: '9' }] }),
    /paid of the attempts adds up to 9, but paid of the call is 4/,
    5n,
  ],
  [
    'other tokens',
    ({ attempts }) => ({ attempts: [{ ...attempts[0]!, usage: { ...USAGE, outputTokens: 300 } }] }),
    /a different number of output tokens than the 300 that were used/,
    0n,
  ],
  [
    'other tokens in the row if no attempt reports any',
    ({ record }) => ({ record: { ...record, inputTokens: 11 }, attempts: [{ index: 0, retry: 0, state: 'success' }] }),
    /a different number of input tokens than the 11 that were used/,
    0n,
  ],
])('%s is found', (_, change, finding, off) => {
  const row = rowOf({ attempts: [RESPONDED] });
  const { findings, offNanoUsd } = audited({ ...row, ...change(row) });
  expect(findings.join('\n')).toMatch(finding);
  expect(offNanoUsd).toBe(off);
});

describe('of a call with two billed attempts', () => {
  const row = rowOf({ attempts: [INTERRUPTED, RESPONDED] });
  const [first, second] = row.attempts as [Attempt, Attempt];

  test('each names its own price entry', () => {
    expect(first.priceEntry).toMatch(/^[0-9a-f]{64}$/);
    expect(second.priceEntry).toBe(row.record.priceEntry);
    expect(first.priceEntry).not.toBe(second.priceEntry);
    expect(row.contents.size).toBe(2);
  });

  test.each<[string, Partial<Attempt>, RegExp, bigint]>([
    [
      'another amount',
      { paidNanoUsd: '1004' },
      /attempt 1\.1 costs 4 by its own price entry, but the record says 1004/,
      1000n,
    ],
    ['other meters', { meters: { input: 1000, output: 3 } }, /attempt 1\.1 costs 302 by its own/, 298n],
    ["another's entry under a contract", { contract: '2' }, /attempt 1\.1 costs 9 by its own/, 5n],
    ['a missing entry', { priceEntry: '0'.repeat(64) }, /the ledger has no price entry with the hash 0+/, 0n],
    ['no entry', { priceEntry: undefined as never }, /attempt 1\.1 has a paid amount but names no price entry/, 0n],
    [
      'nothing paid',
      { paidNanoUsd: undefined as never },
      /costs 4 by its own price entry, but the record says undefined/,
      4n,
    ],
  ])('%s is found also in the attempt that was not charged alone', (_, over, finding, off) => {
    const { findings, offNanoUsd } = audited({ ...row, attempts: [{ ...first, ...over }, second] });
    expect(findings.join('\n')).toMatch(finding);
    expect(offNanoUsd >= off).toBe(true);
  });

  test('another list price is found without lines', () => {
    const cost = { ...row.record.cost, list: priced('7'), charged: { nanoUsd: null, state: 'unknown_price' as const } };
    const { findings } = audited({ ...row, record: { ...row.record, cost, costLines: [], costFormula: null } });
    expect(findings).toContain('the attempts cost 9 (list), but the record says 7');
  });
});
