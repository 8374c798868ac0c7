import { t } from '@grafana/i18n';
import type { UsageRecord } from '@tokentrail/records';
import React, { type ReactNode } from 'react';
import { Hint } from '../../components/Hint.tsx';
import { formatCount, formatQuantity, formatShare } from '../../format.ts';
import { quotaOf } from '../../record/quota.ts';
import { joined, totalTokens } from '../../record/record-view.ts';
import type { Column, ColumnOptions } from './column.ts';
import { amountColumn, MissingIn, shortTokens, tokensColumn } from './column-kinds.tsx';

/** Tokens and amounts. A data source without a quota has no column for it. */
export function moneyColumns({ quotaPerUsd }: ColumnOptions): Column[] {
  return [
    tokensColumn('total', () => t('usage-log.column.total', 'Total tokens'), totalTokens),
    CACHE,
    amountColumn(
      'list-cost',
      () => t('usage-log.column.list-cost', 'List cost'),
      ({ cost }) => cost.list,
      true,
    ),
    amountColumn(
      'paid-cost',
      () => t('usage-log.column.paid-cost', 'Paid cost'),
      ({ cost }) => cost.paid,
      true,
    ),
    ...(quotaPerUsd === null ? [] : [quotaColumn(quotaPerUsd)]),
    amountColumn(
      'amount',
      () => t('usage-log.column.amount', 'Amount'),
      ({ amountNanoUsd }) => ({ nanoUsd: amountNanoUsd, state: null }),
      false,
    ),
    amountColumn(
      'balance',
      () => t('usage-log.column.balance', 'Balance after'),
      ({ balanceAfterNanoUsd }) => ({ nanoUsd: balanceAfterNanoUsd, state: null }),
      false,
    ),
  ];
}

const CACHE: Column = {
  id: 'cache',
  title: () => t('usage-log.column.cache', 'Cache read / write'),
  width: { min: 10, grows: false },
  align: 'right',
  cell: (record) => <CacheCell record={record} />,
  measured: cacheText,
  has: (record) => cacheText(record) !== null,
};

/** "8 K / 0 · 66.7%": tokens read from and written to the cache, and the share of the input that was read. */
function cacheText({ cacheReadTokens, cacheWriteTokens, inputTokens }: UsageRecord): string | null {
  if (cacheReadTokens === null && cacheWriteTokens === null) {
    return null;
  }
  const tokens = `${shortTokens(cacheReadTokens)} / ${shortTokens(cacheWriteTokens)}`;
  const share = cacheReadTokens === null || !inputTokens ? null : formatShare(cacheReadTokens, inputTokens);
  return joined(' · ', tokens, share);
}

function CacheCell({ record }: { record: UsageRecord }): ReactNode {
  const text = cacheText(record);
  if (text === null) {
    return <MissingIn record={record} ofCalls />;
  }
  const exact = (count: number | null) =>
    count === null ? t('usage-log.column.not-reported', 'not reported') : formatCount(count);
  const words = t('usage-log.column.cache-words', 'Read from the cache {{read}}, written to it {{written}}', {
    read: exact(record.cacheReadTokens),
    written: exact(record.cacheWriteTokens),
  });
  return <Hint words={words}>{text}</Hint>;
}

function quotaColumn(quotaPerUsd: number): Column {
  const text = ({ cost: { charged } }: UsageRecord) =>
    charged.nanoUsd === null ? null : formatQuantity(quotaOf(charged.nanoUsd, quotaPerUsd));
  return {
    id: 'quota',
    title: () => t('usage-log.column.quota', 'Quota'),
    width: { min: 8, grows: false },
    align: 'right',
    cell: (record) => text(record) ?? <MissingIn record={record} ofCalls />,
    measured: text,
    has: (record) => text(record) !== null,
  };
}
