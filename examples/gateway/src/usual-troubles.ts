import type { ChooseScenario, Scenario } from '@tokentrail/example-providers';

/** Share of the calls per provider and failure scenario. All other calls succeed. */
const TROUBLES: Readonly<Record<string, readonly [share: number, scenario: Scenario][]>> = {
  azure: [
    [0.3, 'rate-limit'],
    [0.05, 'error'],
    [0.05, 'slow'],
  ],
  openai: [
    [0.04, 'error'],
    [0.02, 'break-off'],
    [0.02, 'too-long'],
    [0.05, 'slow'],
  ],
  anthropic: [[0.05, 'rate-limit']],
  search: [],
};

/** Chooses a scenario at random, so that the example shows failover, retries and errors. */
export function usualTroubles(provider: string, random: () => number = Math.random): ChooseScenario {
  return () => {
    let left = random();
    for (const [share, scenario] of TROUBLES[provider] ?? []) {
      left -= share;
      if (left < 0) {
        return scenario;
      }
    }
    return 'ok';
  };
}
