import { t } from '@grafana/i18n';
import type { Totals } from '@tokentrail/usage-store';
import { amount, count, ofCalls, share } from '../../figures/figure-values.ts';
import { figureOf, type SummaryFigure } from '../../figures/summary-figure.ts';
import { formatCount, formatExactCost, formatQuantity } from '../../format.ts';
import { quotaOf } from '../../record/quota.ts';

/** What callers have spent, calls, and the share that failed. `totals` is null while they load. */
export function mainTotals(totals: Totals | null): SummaryFigure[] {
  return [spentFigure(totals), callsFigure(totals), failedFigure(totals)];
}

export function runningFigure(totals: Totals): SummaryFigure {
  const { running } = totals;
  return {
    id: 'running',
    value: `+ ${formatCount(running)}`,
    label: t('usage-log.figures.running', 'running'),
    typical: '+ 3',
    exact: t('usage-log.figures.running-exact', '', {
      count: running,
      shown: formatCount(running),
      defaultValue_one: '{{shown}} running call',
      defaultValue_other: '{{shown}} running calls',
    }),
    definition: t(
      'usage-log.figures.running-definition',
      'Calls that have not ended, also those that no longer report. The other figures do not include them.',
    ),
    copied: String(running),
  };
}

/** Share of input tokens that were read from a cache. */
export function cachedFigure(totals: Totals | null): SummaryFigure {
  return figureOf(
    {
      id: 'cached',
      label: t('usage-log.figures.cached', 'cached'),
      typical: '43.0%',
      definition: t('usage-log.figures.cached-definition', 'Share of input tokens that were read from a cache.'),
    },
    totals,
    ({ cacheReadTokens, inputTokens }) => ({
      ...share(cacheReadTokens, inputTokens),
      exact: t('usage-log.figures.cached-exact', '{{part}} of {{total}} input tokens', {
        part: formatCount(cacheReadTokens),
        total: formatCount(inputTokens),
      }),
    }),
  );
}

/** Share of calls that read from a cache. */
export function cacheHitsFigure(totals: Totals | null): SummaryFigure {
  return figureOf(
    {
      id: 'cache-hits',
      label: t('usage-log.figures.cache-hits', 'of calls with cache hit'),
      typical: '43.0%',
      definition: t(
        'usage-log.figures.cache-hits-definition',
        'Share of ended calls that read at least one token from a cache.',
      ),
    },
    totals,
    ({ cacheHits, requests }) => ({ ...share(cacheHits, requests), exact: ofCalls(cacheHits, requests) }),
  );
}

function spentFigure(totals: Totals | null): SummaryFigure {
  return figureOf(
    {
      id: 'spent',
      label: t('usage-log.figures.spent', 'spent'),
      typical: '$1,234.56',
      definition: t('usage-log.figures.spent-definition', 'Sum of what callers are charged for ended calls.'),
    },
    totals,
    ({ cost: { charged } }) => ({
      ...amount(charged),
      ...(charged.unknown > 0 && {
        label: t('usage-log.figures.spent-with-unknown', 'spent, {{unknown}} unknown', {
          unknown: formatCount(charged.unknown),
        }),
      }),
    }),
  );
}

function callsFigure(totals: Totals | null): SummaryFigure {
  return figureOf(
    {
      id: 'calls',
      label: callsWord(totals?.requests ?? 0),
      typical: '1,234,567',
      definition: t('usage-log.figures.calls-definition', 'LLM calls that have ended.'),
    },
    totals,
    ({ requests }) => count(requests, callsWord(requests)),
  );
}

function callsWord(count: number): string {
  return t('usage-log.figures.calls', '', { count, defaultValue_one: 'call', defaultValue_other: 'calls' });
}

function failedFigure(totals: Totals | null): SummaryFigure {
  return figureOf(
    {
      id: 'failed',
      label: t('usage-log.figures.failed', 'failed'),
      typical: '12.3%',
      definition: t(
        'usage-log.figures.failed-definition',
        'Share of ended calls that failed, also after a status of 200. Cancelled calls are no failures.',
      ),
    },
    totals,
    ({ failed, requests }) => ({ ...share(failed, requests), exact: ofCalls(failed, requests) }),
  );
}

/** Used quota: what callers are charged, in quota units of the seller. */
export function quotaFigure(totals: Totals | null, quotaPerUsd: number): SummaryFigure {
  return figureOf(
    {
      id: 'quota',
      label: t('usage-log.figures.quota', 'quota used'),
      typical: '1,234,567',
      definition: t(
        'usage-log.figures.quota-definition',
        'Sum of what callers are charged, in quota units: {{quota}} for 1 USD, as the data source’s settings say.',
        { quota: formatQuantity(String(quotaPerUsd)) },
      ),
    },
    totals,
    ({ cost: { charged } }) => {
      const quota = quotaOf(charged.nanoUsd, quotaPerUsd);
      const shown = formatCount(Math.round(Number(quota)));
      return {
        value: charged.unknown > 0 ? `≥ ${shown}` : shown,
        exact: `${formatExactCost(charged.nanoUsd)} × ${formatQuantity(String(quotaPerUsd))} = ${formatQuantity(quota)}`,
        copied: quota,
      };
    },
  );
}
