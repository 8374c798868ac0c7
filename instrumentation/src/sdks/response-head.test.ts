import { bedrockTierOf, headOf, proxyCost, proxyHeadOf } from './response-head.ts';

const headers = (values: Record<string, string>) => (name: string) => values[name] ?? null;

test('the account is read from the headers of OpenAI and of Anthropic', () => {
  const openai = headers({ 'x-request-id': 'req_1', 'openai-organization': 'acme', 'openai-project': 'proj_1' });
  expect(headOf(200, openai, ['x-request-id'])).toEqual({
    statusCode: 200,
    requestId: 'req_1',
    organization: 'acme',
    project: 'proj_1',
  });
  expect(headOf(200, headers({ 'anthropic-organization-id': 'org-1' }), []).organization).toBe('org-1');
  expect(headOf(429, headers({}), ['x-request-id'])).toEqual({ statusCode: 429 });
});

test.each([
  [{ 'x-amzn-bedrock-service-tier': 'flex' }, 'flex'],
  [{ 'x-amzn-bedrock-service-tier': 'default', 'x-amzn-bedrock-performanceconfig-latency': 'standard' }, undefined],
  [{ 'x-amzn-bedrock-service-tier': 'default', 'x-amzn-bedrock-performanceconfig-latency': 'optimized' }, 'optimized'],
  [{}, undefined],
])('the tier in the headers of Bedrock: %j', (values, tier) => {
  expect(bedrockTierOf(headers(values as Record<string, string>))).toBe(tier);
});

const LITELLM = { 'x-litellm-call-id': 'a-b' };

test.each([
  ['a response', { ...LITELLM, 'x-litellm-response-cost': '2.85e-05' }, false, {}, '0.0000285'],
  ['a stream', { ...LITELLM, 'x-litellm-response-cost': '0.0' }, true, { cost: 0.0005 }, '0.0005'],
  ['a stream without a cost', { ...LITELLM, 'x-litellm-response-cost': '0.1' }, true, {}, undefined],
  ['a model without a price', { ...LITELLM, 'x-litellm-response-cost': '0.0' }, false, {}, undefined],
  ['no cost', { ...LITELLM, 'x-litellm-response-cost': 'None' }, false, {}, undefined],
  ['another server', { 'x-litellm-response-cost': '1' }, false, { cost: 1 }, undefined],
])('the cost that a LiteLLM proxy reports for %s', (_, values, streamed, usage, cost) => {
  expect(proxyCost(proxyHeadOf(headers(values)), streamed, usage)).toBe(cost);
});
