import type { Amount, Attempt, UsageRecord } from '@tokentrail/records';
import {
  auditRecord,
  PriceBook,
  priceCall,
  type BookDocument,
  type CallToPrice,
  type PricedAmount,
  type TryToPrice,
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
        },
      },
    ],
  })),
  free: [{ seller: { hosts: ['free.example'] }, models: ['*'] }],
};
const ANSWERED: TryToPrice = {
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
  content: string | null;
}

/** A call as it was priced, and what the ledger carries of it. */
function rowOf(call: CallToPrice, document: BookDocument = DOCUMENT): Row {
  const book = new PriceBook([{ document, source: 'operator' }]);
  const priced = priceCall(call, book);
  const amount = ({ nanoUsd, state }: PricedAmount): Amount => ({
    nanoUsd: nanoUsd === null ? null : String(nanoUsd),
    state,
  });
  const attempts = call.tries.map(({ state, usage }, index): Attempt => {
    const paid = priced.tries[index]?.nanoUsd;
    const attempt: Attempt = { index, retry: 0, state };
    if (usage !== undefined) attempt.usage = USAGE;
    if (paid !== undefined && paid !== null) attempt.paidNanoUsd = String(paid);
    return attempt;
  });
  const record: Partial<UsageRecord> = {
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
  const content = book.takeNewEntries().find(({ hash }) => hash === priced.entry)?.content ?? null;
  return { record: record as UsageRecord, attempts, content };
}

function audited({ record, attempts, content }: Row) {
  return auditRecord(record, attempts, content);
}

const CONTRACT = { ...DOCUMENT, buy: [{ seller: 'openai', times: '0.92' }] };
const SELL = { ...DOCUMENT, sell: { users: { u: '1.5' }, minimum: { usd: '0.001' } } };
const OWN_SELL = { ...DOCUMENT, sell: { models: [{ models: ['m'], ratios: { model: '3', completion: '4' } }] } };
const REFUSED: TryToPrice = { ...ANSWERED, state: 'failed', statusCode: 429, usage: undefined };
const GIVEN_UP: TryToPrice = { ...ANSWERED, state: 'cancelled', usage: undefined };

const RECORDED: readonly [string, CallToPrice, BookDocument?][] = [
  ['one try', { tries: [ANSWERED] }],
  ['a refused try before it', { tries: [REFUSED, ANSWERED] }],
  ['a try given up before it', { tries: [GIVEN_UP, ANSWERED] }],
  ['three billed tries, each rounded', { tries: [ANSWERED, ANSWERED, ANSWERED] }],
  ['a contract', { tries: [ANSWERED] }, CONTRACT],
  ['a sell side', { tries: [ANSWERED], user: 'u' }, SELL],
  ['sell prices of its own', { tries: [ANSWERED] }, OWN_SELL],
  ['a cost that the provider reported', { tries: [{ ...ANSWERED, reportedCostUsd: '0.5' }] }],
  ['a reported cost and no price', { tries: [{ ...ANSWERED, model: 'x', reportedCostUsd: '0.5' }] }],
  ['a price that is unknown', { tries: [{ ...ANSWERED, model: 'x' }] }],
  ['nothing to pay', { tries: [{ ...ANSWERED, host: 'free.example' }] }],
  ['a refusal', { tries: [REFUSED] }],
];

test.each(RECORDED.map(([name, call, document]) => ({ name, call, document })))(
  'as it was recorded it agrees: $name',
  ({ call, document }) => {
    expect(audited(rowOf(call, document))).toEqual({ findings: [], offNanoUsd: 0n });
  },
);

test('tokens of a seller that bills others than it reports are not compared', () => {
  const row = rowOf({ tries: [{ ...ANSWERED, host: 'cohere.example' }] });
  const attempts = [{ ...row.attempts[0]!, usage: { inputTokens: 99, outputTokens: 99 } }];
  expect(audited({ ...row, attempts }).findings).toEqual([]);
});

test('parts that are told beside their total agree too', () => {
  const row = rowOf({ tries: [ANSWERED] });
  const usage = { inputTokens: 6, cacheReadTokens: 4, outputTokens: 2, reasoningTokens: 1 };
  expect(audited({ ...row, attempts: [{ ...row.attempts[0]!, usage }] }).findings).toEqual([]);
});

const priced = (nanoUsd: string): Amount => ({ nanoUsd, state: 'priced' });

test.each<[string, (row: Row) => Partial<Row>, RegExp, bigint]>([
  ['no entry in the ledger', () => ({ content: null }), /is not in the ledger/, 0n],
  ['another entry under the hash', ({ content }) => ({ content: `${content} ` }), /is not the price entry of that/, 0n],
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
  const row = rowOf({ tries: [ANSWERED] });
  const { findings, offNanoUsd } = audited({ ...row, ...change(row) });
  expect(findings.join('\n')).toMatch(finding);
  expect(offNanoUsd).toBe(off);
});
