import type { UsageProfile } from './profiles.ts';
import { reportedCost } from './reported-cost.ts';

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
