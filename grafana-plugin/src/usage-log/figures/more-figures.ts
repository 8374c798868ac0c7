import { t } from '@grafana/i18n';
import type { Totals } from '@tokentrail/usage-store';
import { tokensPerMinute } from './rate-figures.ts';
import { figureOf, type SummaryFigure } from '../../figures/summary-figure.ts';
import { amount, count, tokens } from '../../figures/figure-values.ts';
import { cacheHitsFigure, quotaFigure } from './totals-figures.ts';
import type { TotalsFigure } from './use-figures.ts';

/** Figures of one subject, in a line of their own. */
export interface FigureGroup {
  id: string;
  label: string;
  figures: readonly SummaryFigure[];
}

/** Totals that the user sees on request. */
export function moreTotals(data: TotalsFigure | null, quotaPerUsd: number | null): FigureGroup[] {
  const totals = data?.totals ?? null;
  return [
    {
      id: 'records',
      label: t('usage-log.figures.records', 'Records'),
      figures: [cancelledFigure(totals), inboundFigure(totals), eventsFigure(totals)],
    },
    {
      id: 'tokens',
      label: t('usage-log.figures.tokens', 'Tokens'),
      figures: [
        tokensPerMinute(data),
        inputFigure(totals),
        outputFigure(totals),
        cacheReadFigure(totals),
        cacheWriteFigure(totals),
        cacheHitsFigure(totals),
      ],
    },
    {
      id: 'money',
      label: t('usage-log.figures.money', 'Money'),
      figures: [
        ...(quotaPerUsd === null ? [] : [quotaFigure(totals, quotaPerUsd)]),
        topUpsFigure(totals),
        refundsFigure(totals),
      ],
    },
  ];
}

const tokensDefinition = () =>
  t('usage-log.figures.tokens-definition', 'Sum over ended calls. Calls that did not report the number are not in it.');

function inputFigure(totals: Totals | null): SummaryFigure {
  const label = t('usage-log.figures.input-tokens', 'input');
  const definition = t(
    'usage-log.figures.input-tokens-definition',
    'Sum over ended calls, with the tokens that were read from or written to a cache. Calls that did not report the number are not in it.',
  );
  return figureOf({ id: 'input', label, typical: '123 Mil', definition }, totals, ({ inputTokens }) =>
    tokens(inputTokens),
  );
}

function outputFigure(totals: Totals | null): SummaryFigure {
  const label = t('usage-log.figures.output-tokens', 'output');
  const words = { id: 'output', label, typical: '123 Mil', definition: tokensDefinition() };
  return figureOf(words, totals, ({ outputTokens }) => tokens(outputTokens));
}

function cacheReadFigure(totals: Totals | null): SummaryFigure {
  const label = t('usage-log.figures.cache-read', 'read from cache');
  const words = { id: 'cache-read', label, typical: '123 Mil', definition: tokensDefinition() };
  return figureOf(words, totals, ({ cacheReadTokens }) => tokens(cacheReadTokens));
}

function cacheWriteFigure(totals: Totals | null): SummaryFigure {
  const label = t('usage-log.figures.cache-write', 'written to cache');
  const words = { id: 'cache-write', label, typical: '123 Mil', definition: tokensDefinition() };
  return figureOf(words, totals, ({ cacheWriteTokens }) => tokens(cacheWriteTokens));
}

function cancelledFigure(totals: Totals | null): SummaryFigure {
  const label = t('usage-log.figures.cancelled', 'cancelled');
  const definition = t('usage-log.figures.cancelled-definition', 'Ended calls that the caller cancelled.');
  return figureOf({ id: 'cancelled', label, typical: '1,234', definition }, totals, ({ cancelled }) =>
    count(cancelled, label),
  );
}

function inboundFigure(totals: Totals | null): SummaryFigure {
  const label = (count: number) =>
    t('usage-log.figures.inbound', '', {
      count,
      defaultValue_one: 'inbound request',
      defaultValue_other: 'inbound requests',
    });
  const definition = t(
    'usage-log.figures.inbound-definition',
    'Requests that a gateway received and that are no LLM calls.',
  );
  return figureOf({ id: 'inbound', label: label(0), typical: '1,234', definition }, totals, ({ inboundRequests }) =>
    count(inboundRequests, label(inboundRequests)),
  );
}

function eventsFigure(totals: Totals | null): SummaryFigure {
  const label = (count: number) =>
    t('usage-log.figures.events', '', { count, defaultValue_one: 'event', defaultValue_other: 'events' });
  const definition = t('usage-log.figures.events-definition', 'Top-ups, refunds, logins and actions of the system.');
  return figureOf({ id: 'events', label: label(0), typical: '1,234', definition }, totals, ({ events }) =>
    count(events, label(events)),
  );
}

function topUpsFigure(totals: Totals | null): SummaryFigure {
  const label = t('usage-log.figures.top-ups', 'topped up');
  const definition = t('usage-log.figures.top-ups-definition', 'Sum of the amounts of all top-ups.');
  return figureOf({ id: 'top-ups', label, typical: '$123.45', definition }, totals, ({ topUps }) => amount(topUps));
}

function refundsFigure(totals: Totals | null): SummaryFigure {
  const label = t('usage-log.figures.refunds', 'refunded');
  const definition = t('usage-log.figures.refunds-definition', 'Sum of the amounts of all refunds.');
  return figureOf({ id: 'refunds', label, typical: '$123.45', definition }, totals, ({ refunds }) => amount(refunds));
}
