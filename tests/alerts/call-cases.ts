import type { AlertCases } from './alert-case.ts';
import { SHOP, GPT, REQUEST_GPT, calls, attempts, tokens, truncated, firstChunk, usageOf } from './series.ts';

export const CALL_CASES: AlertCases = {
  'tokentrail-error-rate': [
    {
      name: 'fires above 10 %',
      every: '1m',
      series: { [calls('success')]: '0+4x30', [calls('failed')]: '0+1x30' },
      at: '20m',
      fires: [SHOP],
      says: { summary: '20% of the calls of service shop failed in the last 10 minutes.' },
    },
    {
      name: 'counts the calls of a process that has just started',
      every: '1m',
      series: { [calls('failed')]: '_x11 40+0x20' },
      at: '16m',
      fires: [SHOP],
    },
    {
      name: 'counts the calls of a process that has just ended',
      every: '1m',
      series: { [calls('success')]: '0+4x30', [`${calls('failed').replace('"1"', '"2"')}`]: '0+5x12 stale' },
      at: '16m',
      fires: [SHOP],
    },
    {
      name: 'does not count again what was counted before a gap in the samples',
      every: '1m',
      series: { [calls('success')]: '0+4x60', [calls('failed')]: '0 900+0x9 _x20 900+0x40' },
      at: '34m',
      fires: [],
    },
    {
      name: 'is silent below 10 %',
      every: '1m',
      series: { [calls('success')]: '0+19x30', [calls('failed')]: '0+1x30' },
      at: '20m',
      fires: [],
    },
    {
      name: 'is silent on a few calls',
      every: '1m',
      series: { [calls('success')]: '0 1 1 2+0x20', [calls('failed')]: '0 1 2 3+0x20' },
      at: '9m',
      fires: [],
    },
    {
      name: 'does not count cancelled calls as failed',
      every: '1m',
      series: { [calls('success')]: '0+4x30', [calls('cancelled')]: '0+4x30', [calls('failed')]: '0x30' },
      at: '20m',
      fires: [],
    },
  ],
  'tokentrail-failed-attempts': [
    {
      name: 'fires although no call fails',
      every: '1m',
      series: { [attempts('success')]: '0+1x40', [attempts('failed')]: '0+1x40', [calls('success')]: '0+2x40' },
      at: '30m',
      fires: [{ provider: 'azure' }],
    },
    {
      name: 'is silent when few attempts fail',
      every: '1m',
      series: { [attempts('success')]: '0+9x40', [attempts('failed')]: '0+1x40' },
      at: '30m',
      fires: [],
    },
  ],
  'tokentrail-many-tokens': [
    {
      name: 'fires for one call above the bound',
      every: '1m',
      series: usageOf('0+1x60', '0+1x30 32+1x30'),
      at: '35m',
      fires: [REQUEST_GPT],
      says: { summary: '1 times a call of gpt-4o by shop had more than 262144 input or output tokens.' },
    },
    {
      name: 'reads boundaries with a decimal, as Prometheus 3 writes them',
      every: '1m',
      series: Object.fromEntries(
        Object.entries(usageOf('0+1x60', '0+1x30 32+1x30')).map(([name, values]) => [
          name.replace('le="262144"', 'le="262144.0"'),
          values,
        ]),
      ),
      at: '35m',
      fires: [REQUEST_GPT],
    },
    { name: 'is silent otherwise', every: '1m', series: usageOf('0+5x60', '0+5x60'), at: '35m', fires: [] },
  ],
  'tokentrail-unusual-tokens': [
    {
      name: 'fires for a call with far more tokens than usual',
      every: '5m',
      series: usageOf('0+10x600', '0+10x500 5011+10x100'),
      at: '2510m',
      fires: [{ ...REQUEST_GPT, gen_ai_token_type: 'input' }],
    },
    { name: 'is silent for usual calls', every: '5m', series: usageOf('0+10x600', '0+10x600'), at: '2510m', fires: [] },
    {
      name: 'is silent as long as a model has few calls',
      every: '5m',
      series: usageOf('0 1 2 3+0x20', '0 1 2 4+0x20'),
      at: '15m',
      fires: [],
    },
  ],
  'tokentrail-first-chunk': [
    {
      name: 'fires when the first chunk takes four times as long',
      every: '15m',
      series: {
        [firstChunk('bucket', '0.64')]: '0+100x670 67000+0x20',
        [firstChunk('bucket', '2.56')]: '0+100x690',
        [firstChunk('bucket', '+Inf')]: '0+100x690',
        [firstChunk('count')]: '0+100x690',
      },
      at: '10140m',
      fires: [REQUEST_GPT],
    },
    {
      name: 'is silent when it takes as long as ever',
      every: '15m',
      series: {
        [firstChunk('bucket', '0.64')]: '0+100x690',
        [firstChunk('bucket', '+Inf')]: '0+100x690',
        [firstChunk('count')]: '0+100x690',
      },
      at: '10140m',
      fires: [],
    },
  ],
  'tokentrail-cache-hits': [
    {
      name: 'fires when the cache is no longer hit',
      every: '15m',
      series: { [tokens('input')]: '0+50000x700', [tokens('cache_read')]: '0+30000x670 20100000+1000x30' },
      at: '10155m',
      fires: [GPT],
    },
    {
      name: 'is silent while the cache is hit as usual',
      every: '15m',
      series: { [tokens('input')]: '0+50000x700', [tokens('cache_read')]: '0+30000x700' },
      at: '10155m',
      fires: [],
    },
    {
      name: 'is silent for a model that hardly uses a cache',
      every: '15m',
      series: { [tokens('input')]: '0+50000x700', [tokens('cache_read')]: '0+1000x670 670000+0x30' },
      at: '10155m',
      fires: [],
    },
  ],
  'tokentrail-truncated': [
    {
      name: 'fires when a fifth of the outputs is cut',
      every: '1m',
      series: { [calls('success')]: '0+5x90', [truncated]: '0+1x90' },
      at: '80m',
      fires: [GPT],
      says: { summary: '20% of the outputs of gpt-4o for shop ended at a limit in the last hour.' },
    },
    {
      name: 'is silent when few are cut, or none ever was',
      every: '1m',
      series: {
        [calls('success')]: '0+50x90',
        [truncated]: '0+1x90',
        [calls('success').replace('shop', 'search')]: '0+50x90',
      },
      at: '80m',
      fires: [],
    },
  ],
};
