// Prices of aws.amazon.com/bedrock/pricing, 2026-09: an endpoint in a region costs a tenth more than the global one.
import { PriceBook, priceCall, type AttemptToPrice } from './index.ts';
import { snapshotDocument } from './snapshot/index.ts';

const snapshot = { document: snapshotDocument(), source: 'snapshot' } as const;
const book = new PriceBook([snapshot]);
const PROFILE = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3';

function paid(model: string, responseModel: string, prices = book) {
  const attempt: AttemptToPrice = {
    state: 'success',
    host: 'bedrock-runtime.us-east-1.amazonaws.com',
    provider: 'aws.bedrock',
    model,
    responseModel,
    startUnixMs: Date.parse('2026-11-20T12:00:00Z'),
    usage: { input_tokens: 1000, output_tokens: 100 },
  };
  return priceCall({ attempts: [attempt] }, prices);
}

test.each([
  // 1,000 × 3,000 + 100 × 15,000
  ['global.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5-20250929', 4_500_000n],
  ['global.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5', 4_500_000n],
  // 1,000 × 3,300 + 100 × 16,500
  ['eu.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5-20250929', 4_950_000n],
  ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5-20250929', 4_950_000n],
  // 1,000 × 4,000 + 100 × 20,000
  ['global.anthropic.claude-opus-5-5', 'claude-opus-5-5-20260901', 6_000_000n],
  // 1,000 × 4,400 + 100 × 22,000
  ['us.anthropic.claude-opus-5-5', 'claude-opus-5-5-20260901', 6_600_000n],
])('%s is billed where its name says, if %s responds', (model, responseModel, nanoUsd) => {
  expect(paid(model, responseModel).paid).toEqual({ state: 'priced', nanoUsd });
});

test.each([
  ['inference-profile/global.anthropic.claude-sonnet-4-5-20250929-v1:0', 4_500_000n],
  ['inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0', 4_950_000n],
])('a resource name that ends with the name of a model: %s', (resource, nanoUsd) => {
  const model = `arn:aws:bedrock:us-east-1:123456789012:${resource}`;
  expect(paid(model, 'claude-sonnet-4-5-20250929').paid).toEqual({ state: 'priced', nanoUsd });
});

test('a resource name that says neither model nor region has the price that an operator gives it, or none', () => {
  const unknown = paid(PROFILE, 'claude-sonnet-4-5-20250929');
  expect(unknown.paid).toEqual({ state: 'unknown_price', nanoUsd: null });
  const per = 1_000_000;
  const entry = {
    id: 'team-a',
    seller: { hosts: ['bedrock-runtime.*.amazonaws.com'] },
    models: [PROFILE],
    rows: [{ prices: { input: { usd: '1', per }, output: { usd: '2', per } } }],
  };
  const own = { document: { schema: 1 as const, entries: [entry] }, source: 'operator' as const };
  // 1,000 × 1,000 + 100 × 2,000
  expect(paid(PROFILE, 'claude-sonnet-4-5-20250929', new PriceBook([own, snapshot])).paid.nanoUsd).toBe(1_200_000n);
});
