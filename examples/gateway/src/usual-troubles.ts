import type { ChooseScenario, Scenario } from '@tokentrail/example-providers';

/** How often a provider of the example is in trouble, and in which. The rest of the calls is answered. */
const TROUBLES: Readonly<Record<string, readonly [share: number, scenario: Scenario][]>> = {
  azure: [
    [0.3, 'rate-limit'],
    [0.05, 'error'],
  ],
  openai: [
    [0.04, 'error'],
    [0.02, 'break-off'],
    [0.02, 'too-long'],
  ],
  anthropic: [[0.05, 'rate-limit']],
  search: [],
};

/** Chooses by chance what a provider does, so that the example shows failover, retries and errors. */
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
