import type { Totals } from '@tokentrail/usage-store';
import { moreTotals } from './more-figures.ts';
import { mainPercentiles, morePercentiles } from './percentile-figures.ts';
import { callsPerMinute, tokensPerMinute } from './rate-figures.ts';
import type { SummaryFigure } from '../../figures/summary-figure.ts';
import { cachedFigure, mainTotals, runningFigure } from './totals-figures.ts';

const KNOWN = { nanoUsd: '0', unknown: 0 };
const TOTALS: Totals = {
  requests: 1_204_331,
  failed: 25_291,
  cancelled: 12,
  running: 3,
  inboundRequests: 7,
  events: 1,
  inputTokens: 2_000_000_000,
  outputTokens: 500_000,
  cacheReadTokens: 860_000_000,
  cacheWriteTokens: 1_000,
  cacheHits: 602_165,
  cost: { list: KNOWN, paid: KNOWN, charged: { nanoUsd: '412069999999', unknown: 0 } },
  busiestMinute: { requests: 4_120, tokens: 12_345_678 },
  topUps: { nanoUsd: '50000000000', unknown: 0 },
  refunds: { nanoUsd: '1500000', unknown: 1 },
};

const WEEK = 7 * 86_400_000;

const shown = (figures: readonly SummaryFigure[]) =>
  figures.map(({ value, label, labelFirst }) => (labelFirst ? `${label} ${value}` : `${value} ${label}`));

test('the main figures are short, with the exact values for tooltip and clipboard', () => {
  const week = { totals: TOTALS, passedMs: WEEK };
  const figures = [...mainTotals(TOTALS), callsPerMinute(week), tokensPerMinute(week), cachedFigure(TOTALS)];
  expect(shown(figures)).toEqual([
    '$412.07 spent',
    '1,204,331 calls',
    '2.1% failed',
    '119 rpm, peak 4.12 K',
    '198 K tpm, peak 12.3 Mil',
    '43.0% cached',
  ]);
  expect(figures.map(({ exact }) => exact)).toEqual([
    '$412.069999999',
    '1,204,331 calls',
    '25,291 of 1,204,331 calls',
    '1,204,331 calls in 10,080 minutes; peak 4,120',
    '2,000,500,000 tokens in 10,080 minutes; peak 12,345,678',
    '860,000,000 of 2,000,000,000 input tokens',
  ]);
  expect(figures.map(({ copied }) => copied)).toEqual([
    '412.069999999',
    '1204331',
    String(25_291 / 1_204_331),
    String(1_204_331 / 10_080),
    String((2_000_500_000 / WEEK) * 60_000),
    '0.43',
  ]);
});

const groupsOf = (totals: Totals, quotaPerUsd: number | null) =>
  Object.fromEntries(moreTotals({ totals, passedMs: WEEK }, quotaPerUsd).map(({ id, figures }) => [id, figures]));

test('every other total of the selection is among the further figures, by subject', () => {
  const { records = [], tokens = [], money = [] } = groupsOf(TOTALS, null);
  expect(shown(records)).toEqual(['12 cancelled', '7 inbound requests', '1 event']);
  expect(shown(tokens)).toEqual([
    '198 K tpm, peak 12.3 Mil',
    '2 Bil input',
    '500 K output',
    '860 Mil read from cache',
    '1 K written to cache',
    '50.0% of calls with cache hit',
  ]);
  expect(tokens[1]).toMatchObject({ exact: '2,000,000,000 tokens', copied: '2000000000' });
  expect(shown(money)).toEqual(['$50.00 topped up', '≥ $0.00150 refunded']);
});

test('used quota is the charged amount in quota units', () => {
  expect(groupsOf(TOTALS, 500_000)['money']?.[0]).toMatchObject({
    value: '206,035,000',
    exact: '$412.069999999 × 500,000 = 206,034,999.9995',
    copied: '206034999.9995',
  });
});

test('unknown amounts make a sum a lower bound, with their number', () => {
  const charged = { nanoUsd: '21904000', unknown: 2 };
  const [spent] = mainTotals({ ...TOTALS, cost: { ...TOTALS.cost, charged } });
  expect(spent).toMatchObject({
    value: '≥ $0.0219',
    label: 'spent, 2 unknown',
    exact: '$0.021904 and 2 records with an unknown amount',
    copied: '0.021904',
  });
});

test('shares and rates of nothing are dashes, not 0', () => {
  const none = { ...TOTALS, requests: 0, failed: 0, inputTokens: 0, cacheReadTokens: 0 };
  expect(mainTotals(none)[2]).toMatchObject({ value: '—', copied: null });
  expect(cachedFigure(none)).toMatchObject({ value: '—', copied: null });
  expect(callsPerMinute({ totals: none, passedMs: 0 })).toMatchObject({ value: '—', copied: null });
});

test('running calls are stated apart', () => {
  expect(runningFigure(TOTALS)).toMatchObject({ value: '+ 3', label: 'running', exact: '3 running calls' });
});

test('percentiles are marked as approximations', () => {
  const percentiles = { durationMs: { p50: 1_203.4, p95: 6_800, p99: 31_000 }, firstChunkMs: null };
  expect(shown([...mainPercentiles(percentiles), ...morePercentiles(percentiles).figures])).toEqual([
    'P50 ≈ 1.20 s',
    'P95 ≈ 6.80 s',
    'P99 ≈ 31 s',
    'first chunk P50 —',
    'first chunk P95 —',
    'first chunk P99 —',
  ]);
  expect(mainPercentiles(percentiles)[0]).toMatchObject({ exact: '≈ 1,203.4 ms', copied: '1203.4' });
});

test('each figure has a definition, and reserves the width of a typical value while it loads', () => {
  const groups = [...moreTotals(null, 500), morePercentiles(null)];
  for (const figure of [...mainTotals(null), callsPerMinute(null), ...groups.flatMap(({ figures }) => figures)]) {
    expect(figure).toMatchObject({ value: null, copied: null });
    expect(figure.typical).not.toBe('');
    expect(figure.definition).not.toBe('');
  }
});
