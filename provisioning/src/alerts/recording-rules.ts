import type { BudgetAmount } from '@tokentrail/usage-store';

/** A cost counter, and the copy of it that Prometheus records. */
interface RecordedCost {
  counter: string;
  record: string;
}

export const RECORDED_COSTS: Readonly<Record<BudgetAmount, RecordedCost>> = {
  charged: { counter: 'tokentrail_cost_charged_total', record: 'tokentrail:cost_charged:last1h' },
  paid: { counter: 'tokentrail_cost_paid_total', record: 'tokentrail:cost_paid:last1h' },
};

/**
 * Rules that record each cost counter every half hour. A sum over a month reads these copies: 120 times fewer samples than those of a
 * scrape interval of 15 seconds. A counter that ends is recorded twice, so one missed evaluation loses nothing.
 */
export function recordingGroup(): object {
  return {
    name: 'TokenTrail costs',
    interval: '30m',
    rules: Object.values(RECORDED_COSTS).map(({ counter, record }) => ({
      record,
      expr: `last_over_time(${counter}[1h])`,
    })),
  };
}
