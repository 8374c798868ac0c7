import { servedTierIn } from './served-tier.ts';

test.each([
  [{ service_tier: 'priority' }, 'priority'],
  [{ serviceTier: 'flex' }, 'flex'],
  [{ trafficType: 'PROVISIONED_THROUGHPUT' }, 'PROVISIONED_THROUGHPUT'],
  [{ trafficType: 'TRAFFIC_TYPE_UNSPECIFIED' }, undefined],
  [{ service_tier: null, prompt_tokens: 5 }, undefined],
  [undefined, undefined],
])('the tier of %j is %j', (usage, tier) => expect(servedTierIn(usage)).toBe(tier));
