/**
 * Every threshold of the alert rules. After a change, `npm run generate` writes the rules again.
 * Shares are fractions of 1; money is in USD.
 */
export const THRESHOLDS = {
  /** The cost of 24 hours against the mean of the days before, in standard deviations. */
  costOfDay: { deviations: 2, days: 14, leastUsd: 1 },
  errorRate: { share: 0.1, leastCalls: 20 },
  /** Tokens of one call. `tokens` must be a bucket boundary of the histogram: a power of 4. */
  tokensOfCall: { tokens: 262_144, timesUsual: 16, leastCalls: 100 },
  /** Attempts at one provider that failed, whether or not another provider responded. */
  failedAttempts: { share: 0.2, leastAttempts: 10 },
  firstChunk: { timesUsual: 2, leastSeconds: 0.5, leastCalls: 20 },
  /** Input tokens that came from the cache, against the seven days before. */
  cacheHits: { timesUsual: 0.5, usualShare: 0.1, leastTokens: 100_000 },
  costOfCall: { timesUsual: 3, leastCalls: 20 },
  /** Outputs that a limit cut. */
  truncated: { share: 0.1, leastCalls: 20 },
  /** Shares of a monthly budget. */
  budget: { shares: [0.5, 0.8, 1] },
  /** Of the queue of the collector, and of the spool of a process, whose default size is 512 MiB. */
  waiting: { queueShare: 0.5, spoolBytes: 268_435_456 },
} as const;
export type Thresholds = typeof THRESHOLDS;
