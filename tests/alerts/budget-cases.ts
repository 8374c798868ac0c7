import type { Budget } from '@tokentrail/usage-store';
import type { AlertCase } from './alert-case.ts';
import { costPerDay } from './series.ts';

const HUNDRED: Budget = {
  name: 'Search team',
  field: 'group',
  value: 'search',
  monthlyNanoUsd: '100000000000',
  comparedWith: 'charged',
};

/** The cost of the group in a month; promtool's time begins in January 1970. */
export const cost = (labels: string, month = '197001', metric = 'charged') =>
  `tokentrail_cost_${metric}_total{instance="1",service_name="shop",model="gpt-4o",state="success",month="${month}",${labels}}`;
export const SEARCH = 'group="search"';

/** One budget with samples, and which of its rules must fire. */
export interface BudgetCase extends Pick<AlertCase, 'every' | 'series' | 'at'> {
  name: string;
  budget: Budget;
  /** What follows the hash in the uid of each rule that fires. */
  fires: readonly string[];
}

const days = (usd: number, count: number) => Array.from({ length: count }, () => usd);

export const BUDGET_CASES: readonly BudgetCase[] = [
  ...[
    { at: '50h', fires: [] },
    { at: '51h', fires: ['50'] },
    { at: '80h', fires: ['50'] },
    { at: '81h', fires: ['50', '80'] },
    { at: '100h', fires: ['50', '80'] },
    { at: '101h', fires: ['50', '80', '100'] },
  ].map(({ at, fires }) => ({
    name: `with 1 USD an hour after ${at}`,
    budget: HUNDRED,
    every: '1h',
    series: { [cost(SEARCH)]: '0+1x120' },
    at,
    fires,
  })),
  {
    name: 'counts all processes and models, also those that have ended, and the first sample of each',
    budget: HUNDRED,
    every: '1h',
    series: {
      [cost(SEARCH)]: '0 30+0x20 stale',
      [cost(`${SEARCH},x="2"`)]: '_x10 25+0x300',
      [cost('group="other"')]: '0+50x200',
    },
    at: '200h',
    fires: ['50'],
  },
  {
    name: 'counts nothing of the month before, also from a process that goes on',
    budget: HUNDRED,
    every: '6h',
    series: { [cost(SEARCH)]: '0+2x124 248+0x40', [cost(SEARCH, '197002')]: '_x125 10+0x40' },
    at: '750h',
    fires: [],
  },
  {
    name: 'counts until the last hour of a month',
    budget: HUNDRED,
    every: '1h',
    series: { [cost(SEARCH)]: '0 101+0x20 stale' },
    at: '743h',
    fires: ['50', '80', '100'],
  },
  { name: 'is silent without series', budget: HUNDRED, every: '1h', series: { up: '1+0x50' }, at: '40h', fires: [] },
  {
    name: 'is silent for a group of another case',
    budget: HUNDRED,
    every: '1h',
    series: { [cost('group="Search"')]: '0+50x50' },
    at: '40h',
    fires: [],
  },
  {
    name: 'compares what is paid',
    budget: { ...HUNDRED, comparedWith: 'paid' },
    every: '1h',
    series: { [cost(SEARCH)]: '0+50x50', [cost(SEARCH, '197001', 'paid')]: '0+1.5x50' },
    at: '40h',
    fires: ['50'],
  },
  {
    name: 'has one rule for a budget of 0, which any cost triggers',
    budget: { ...HUNDRED, monthlyNanoUsd: '0' },
    every: '1h',
    series: { [cost(SEARCH)]: '0+0x9 0.000001+0x20' },
    at: '12h',
    fires: ['100'],
  },
  {
    name: 'is silent for a budget of 0 as long as calls are free',
    budget: { ...HUNDRED, monthlyNanoUsd: '0' },
    every: '1h',
    series: { [cost(SEARCH)]: '0+0x20' },
    at: '12h',
    fires: [],
  },
  {
    name: 'counts a key',
    budget: { ...HUNDRED, field: 'key', value: 'nightly' },
    every: '1h',
    series: { [cost('key_name="nightly"')]: '0+2x40' },
    at: '30h',
    fires: ['50'],
  },
  {
    name: 'counts a service',
    budget: { ...HUNDRED, field: 'service', value: 'shop' },
    every: '1h',
    series: { [cost(SEARCH)]: '0+2x40' },
    at: '30h',
    fires: ['50'],
  },
  ...[
    { name: 'projects the mean of the last 7 complete days', usd: 4, at: '290h', fires: ['end'] },
    { name: 'is silent while the projection is below the budget', usd: 3, at: '290h', fires: [] },
    { name: 'has no projection before 8 days of data', usd: 4, at: '190h', fires: [] },
  ].map(({ usd, ...one }) => ({
    ...one,
    budget: HUNDRED,
    every: '1h',
    series: { [cost(SEARCH)]: costPerDay(days(usd, 13), usd) },
  })),
  {
    name: 'projects days without calls as such',
    budget: HUNDRED,
    every: '1h',
    // 8 USD on two of the last 7 days: 40 + 16 / 7 × 19.
    series: { [cost(SEARCH)]: costPerDay([8, 8, 8, 0, 0, 8, 0, 8, 0, 0, 0, 0, 0], 0) },
    at: '290h',
    fires: [],
  },
];
