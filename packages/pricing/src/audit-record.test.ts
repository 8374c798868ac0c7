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

/** A call as it was priced, and what the ledger carries of it. */
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
const REFUSED: AttemptToPrice = { ...RESPONDED, state: 'failed', statusCode: 429, usage: undefined };
const GIVEN_UP: AttemptToPrice = { ...RESPONDED, state: 'cancelled', usage: undefined };
/** Billed, and not what the caller got. */
const BROKEN_OFF: AttemptToPrice = { ...RESPONDED, host: 'cohere.example', state: 'failed', statusCode: 502 };

const RECORDED: readonly [string, CallToPrice, BookDocument?][] = [
  ['one try', { attempts: [RESPONDED] }],
  ['a refused try before it', { attempts: [REFUSED, RESPONDED] }],
  ['a try given up before it', { attempts: [GIVEN_UP, RESPONDED] }],
  ['three billed tries, each rounded', { attempts: [RESPONDED, RESPONDED, RESPONDED] }],
  ['a contract', { attempts: [RESPONDED] }, CONTRACT],
  ['a sell side', { attempts: [RESPONDED], user: 'u' }, SELL],
  ['sell prices of its own', { attempts: [RESPONDED] }, OWN_SELL],
  ['a cost that the provider reported', { attempts: [{ ...RESPONDED, reportedCostUsd: '0.5' }] }],
  ['a reported cost and no price', { attempts: [{ ...RESPONDED, model: 'x', reportedCostUsd: '0.5' }] }],
  ['a price that is unknown', { attempts: [{ ...RESPONDED, model: 'x' }] }],
  ['tries at two sellers, both billed', { attempts: [BROKEN_OFF, RESPONDED] }],
  ['tries at two prices of one seller', { attempts: [BROKEN_OFF, { ...RESPONDED, conditions: { region: 'eu' } }] }],
  ['a contract with one of two sellers', { attempts: [BROKEN_OFF, RESPONDED] }, CONTRACT],
  ['a reported cost beside a price', { attempts: [{ ...BROKEN_OFF, reportedCostUsd: '0.0000000015' }, RESPONDED] }],
  ['units beside the tokens', { attempts: [BROKEN_OFF, { ...RESPONDED, units: { web_search: 2 } }] }],
  ['a free try and one that is not', { attempts: [{ ...RESPONDED, host: 'free.example' }, RESPONDED] }],
  ['nothing to pay', { attempts: [{ ...RESPONDED, host: 'free.example' }] }],
  ['a refusal', { attempts: [REFUSED] }],
];

test.each(RECORDED.map(([name, call, document]) => ({ name, call, document })))(
  'as it was recorded it agrees: $name',
  ({ call, document }) => {
    expect(audited(rowOf(call, document))).toEqual({ findings: [], offNanoUsd: 0n });
  },
);

test('tokens of a seller that bills others than it reports are not compared', () => {
  const row = rowOf({ attempts: [{ ...RESPONDED, host: 'cohere.example' }] });
  const attempts = [{ ...row.attempts[0]!, usage: { inputTokens: 99, outputTokens: 99 } }];
  expect(audited({ ...row, attempts }).findings).toEqual([]);
});

test('parts that are told beside their total agree too', () => {
  const row = rowOf({ attempts: [RESPONDED] });
  const usage = { inputTokens: 6, cacheReadTokens: 4, outputTokens: 2, reasoningTokens: 1 };
  expect(audited({ ...row, attempts: [{ ...row.attempts[0]!, usage }] }).findings).toEqual([]);
});

const priced = (nanoUsd: string): Amount => ({ nanoUsd, state: 'priced' });

test.each<[string, (row: Row) => Partial<Row>, RegExp, bigint]>([
  ['no entry in the ledger', () => ({ contents: new Map() }), /is not in the ledger/, 0n],
  [
    'another entry under the hash',
    ({ contents }) => ({ contents: new Map([...contents].map(([hash, content]) => [hash, `${content} `])) }),
    /is not the price entry of that/,
    0n,
  ],
  [
    'no entry named',
    ({ record }) => ({ record: { ...record, priceEntry: null } }),
    /is priced, and names no price entry/,
    0n,
  ],
  [
    'another charge',
    ({ record }) => ({ record: { ...record, cost: { ...record.cost, charged: priced('104') } } }),
    /the lines come to 4, not to 104/,
    100n,
  ],
  [
    'another list price',
    ({ record }) => ({ record: { ...record, cost: { ...record.cost, list: priced('3') } } }),
    /at list price the lines come to 4, not to 3/,
    1n,
  ],
  [
    'other tries than were paid',
    ({ attempts }) => ({ attempts: [{ ...attempts[0]!, paidNanoUsd: '9' }] }),
    /the tries were paid 9 in all, and the call 4/,
    5n,
  ],
  [
    'other tokens',
    ({ attempts }) => ({ attempts: [{ ...attempts[0]!, usage: { ...USAGE, outputTokens: 300 } }] }),
    /other output tokens than the 300 that were used/,
    0n,
  ],
  [
    'other tokens in the row, where no try tells any',
    ({ record }) => ({ record: { ...record, inputTokens: 11 }, attempts: [{ index: 0, retry: 0, state: 'success' }] }),
    /other input tokens than the 11 that were used/,
    0n,
  ],
])('%s is found', (_, change, finding, off) => {
  const row = rowOf({ attempts: [RESPONDED] });
  const { findings, offNanoUsd } = audited({ ...row, ...change(row) });
  expect(findings.join('\n')).toMatch(finding);
  expect(offNanoUsd).toBe(off);
});

describe('of a call with two billed tries', () => {
  const row = rowOf({ attempts: [BROKEN_OFF, RESPONDED] });
  const [first, second] = row.attempts as [Attempt, Attempt];

  test('each names its own price entry', () => {
    expect(first.priceEntry).toMatch(/^[0-9a-f]{64}$/);
    expect(second.priceEntry).toBe(row.record.priceEntry);
    expect(first.priceEntry).not.toBe(second.priceEntry);
    expect(row.contents.size).toBe(2);
  });

  test.each<[string, Partial<Attempt>, RegExp, bigint]>([
    ['another amount', { paidNanoUsd: '1004' }, /attempt 1\.1 comes to 4 at its own price entry, not to 1004/, 1000n],
    ['other meters', { meters: { input: 1000, output: 3 } }, /attempt 1\.1 comes to 302 at its own/, 298n],
    ["another's entry under a contract", { contract: '2' }, /attempt 1\.1 comes to 9 at its own/, 5n],
    ['an entry that is not there', { priceEntry: '0'.repeat(64) }, /price entry 0+ is not in the ledger/, 0n],
    ['no entry', { priceEntry: undefined as never }, /attempt 1\.1 was paid, and names no price entry/, 0n],
    ['nothing paid', { paidNanoUsd: undefined as never }, /comes to 4 at its own price entry, not to undefined/, 4n],
  ])('%s of the one that was not charged alone is found', (_, over, finding, off) => {
    const { findings, offNanoUsd } = audited({ ...row, attempts: [{ ...first, ...over }, second] });
    expect(findings.join('\n')).toMatch(finding);
    expect(offNanoUsd >= off).toBe(true);
  });

  test('another list price is found, though the lines cannot tell', () => {
    const cost = { ...row.record.cost, list: priced('7'), charged: { nanoUsd: null, state: 'unknown_price' as const } };
    const { findings } = audited({ ...row, record: { ...row.record, cost, costLines: [], costFormula: null } });
    expect(findings).toContain('the tries come to 9 of list, not to 7');
  });
});
