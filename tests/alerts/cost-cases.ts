import type { AlertCases } from './alert-case.ts';
import { SHOP, GPT, calls, charged, unknown, costPerDay, USUAL_DAYS } from './series.ts';

export const COST_CASES: AlertCases = {
  'tokentrail-cost-of-day': [
    {
      name: 'fires when a day costs twice as much as the others',
      every: '1h',
      series: { [charged]: costPerDay(USUAL_DAYS, 22) },
      at: '17d',
      fires: [{}],
    },
    {
      name: 'is silent when the day varies as the others did',
      every: '1h',
      series: { [charged]: costPerDay(USUAL_DAYS, 12) },
      at: '17d',
      fires: [],
    },
    {
      name: 'is silent in the first 14 days',
      every: '1h',
      series: { [charged]: costPerDay(USUAL_DAYS.slice(0, 12), 60) },
      at: '13d',
      fires: [],
    },
    {
      name: 'is silent below the least amount',
      every: '1h',
      series: {
        [charged]: costPerDay(
          USUAL_DAYS.map((cost) => cost / 100),
          0.5,
        ),
      },
      at: '17d',
      fires: [],
    },
  ],
  'tokentrail-cost-of-day-by-service': [
    {
      name: 'names the service',
      every: '1h',
      series: {
        [charged]: costPerDay(USUAL_DAYS, 22),
        [charged.replace('shop', 'search')]: costPerDay(USUAL_DAYS, 10),
      },
      at: '17d',
      fires: [SHOP],
    },
    {
      name: 'is silent for a service that is new',
      every: '1h',
      series: { [charged]: costPerDay(USUAL_DAYS, 10), [charged.replace('shop', 'new')]: costPerDay([5], 60) },
      at: '17d',
      fires: [],
    },
  ],
  'tokentrail-costs-not-recorded': [
    {
      name: 'fires when Prometheus has no recording rules',
      every: '1h',
      series: { [charged]: costPerDay([10], 10) },
      recorded: false,
      at: '5h',
      fires: [{}],
    },
    { name: 'is silent when it has', every: '1h', series: { [charged]: costPerDay([10], 10) }, at: '5h', fires: [] },
    { name: 'is silent without calls', every: '1h', series: { up: '1+0x50' }, recorded: false, at: '5h', fires: [] },
  ],
  'tokentrail-cost-of-call': [
    {
      name: 'fires when calls cost four times as much as in the last 7 days',
      every: '30m',
      series: { [calls('success')]: '0+60x400', [charged]: '0+0.6x336 206+4.8x60' },
      at: '175h',
      fires: [GPT],
    },
    {
      name: 'is silent when there are more calls at the same price',
      every: '30m',
      series: { [calls('success')]: '0+60x336 20600+480x60', [charged]: '0+0.6x336 206+4.8x60' },
      at: '175h',
      fires: [],
    },
  ],
  'tokentrail-cost-of-call-by-service': [
    {
      name: 'fires when a service changes to a model that costs ten times as much',
      every: '30m',
      series: {
        [calls('success')]: '0+60x336 20160+0x60',
        [charged]: '0+0.6x336 201.6+0x60',
        [calls('success').replace('gpt-4o', 'o1')]: '_x336 0+60x60',
        [charged.replace('gpt-4o', 'o1')]: '_x336 0+6x60',
      },
      at: '175h',
      fires: [SHOP],
    },
    {
      name: 'is silent when it calls as before',
      every: '30m',
      series: { [calls('success')]: '0+60x400', [charged]: '0+0.6x400' },
      at: '175h',
      fires: [],
    },
  ],
  'tokentrail-unknown-price': [
    {
      name: 'fires at the first call of a new process whose price is unknown',
      every: '1m',
      series: { [unknown('success')]: '_x9 1+0x10' },
      at: '12m',
      fires: [GPT],
      says: { summary: '1 calls of gpt-4o by shop have an unknown cost. All totals are too low by them.' },
    },
    {
      name: 'is silent for failed and cancelled calls, whose usage providers do not report',
      every: '1m',
      series: { [unknown('failed')]: '0+1x30', [unknown('cancelled')]: '0+1x30' },
      at: '20m',
      fires: [],
    },
    {
      name: 'is silent an hour after the last one',
      every: '1m',
      series: { [unknown('success')]: '0 5+0x90' },
      at: '80m',
      fires: [],
    },
  ],
};
