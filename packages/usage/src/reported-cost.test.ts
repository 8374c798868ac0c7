import type { UsageProfile } from './profiles.ts';
import { gatewayCost, reportedCost, usdText } from './reported-cost.ts';

test.each<[UsageProfile, object, object[]]>([
  ['openrouter', { cost: 0.5 }, [{ value: 0.5, scale: 0 }]],
  [
    'openrouter',
    { cost: 0.5, is_byok: true, cost_details: { upstream_inference_cost: 2 } },
    [
      { value: 0.5, scale: 0 },
      { value: 2, scale: 0 },
    ],
  ],
  ['perplexity', { cost: { total_cost: 0.006 } }, [{ value: 0.006, scale: 0 }]],
  ['xai', { cost_in_usd_ticks: 160_708_500 }, [{ value: 160_708_500, scale: 10 }]],
  ['deepinfra', { estimated_cost: 0.0000123 }, [{ value: 0.0000123, scale: 0 }]],
  ['vercel', { cost: 0.00254674, market_cost: 0.00254674 }, [{ value: 0.00254674, scale: 0 }]],
])('%s reports the cost of %j', (profile, usage, amounts) => {
  expect(reportedCost(usage, profile)).toEqual(amounts);
});

test('a cost is read only for sellers that invoice it, and only if it is an amount', () => {
  expect(reportedCost({ cost: 0.5, estimated_cost: 1 }, 'openai')).toBeNull();
  expect(reportedCost({ cost: -1 }, 'vercel')).toBeNull();
  expect(reportedCost({ cost: '0.5' }, 'vercel')).toBeNull();
  expect(reportedCost({ cost: 0.5, is_byok: true }, 'openrouter')).toBeNull();
  expect(reportedCost(undefined, 'openrouter')).toBeNull();
});

test('with the user’s own key the cost is the fee and the provider’s charge, also if only their relation shows it', () => {
  const sum = [
    { value: 0.95, scale: 0 },
    { value: 19, scale: 0 },
  ];
  const usage = { cost: 0.95, cost_details: { upstream_inference_cost: 19 } };
  expect(reportedCost(usage, 'openrouter')).toEqual(sum);
  expect(reportedCost({ ...usage, is_byok: true }, 'vercel')).toEqual(sum);
  expect(reportedCost({ ...usage, is_byok: false }, 'openrouter')).toEqual([{ value: 0.95, scale: 0 }]);
});

test('the gateway of the AI SDK reports its charge beside the usage, except with the user’s own key', () => {
  const attempts = (credentialType: string) => ({ attempts: [{ provider: 'openai', credentialType, success: true }] });
  const gateway = { routing: attempts('system'), cost: '0.000056', marketCost: '0.00006' };
  expect(gatewayCost({ openai: {}, gateway })).toBe('0.000056');
  expect(gatewayCost({ gateway: { ...gateway, routing: attempts('byok') } })).toBeUndefined();
  expect(gatewayCost({ openai: {} })).toBeUndefined();
});

test.each([
  [0.5, '0.5'],
  ['2.8500000000000002e-05', '0.0000285'],
  [5e-7, '0.0000005'],
  ['0', '0'],
  ['None', undefined],
  ['', undefined],
  [-1, undefined],
  [1e300, undefined],
  [null, undefined],
])('%j as a decimal text: %j', (value, text) => expect(usdText(value)).toBe(text));
