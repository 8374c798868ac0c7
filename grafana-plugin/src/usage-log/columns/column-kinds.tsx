import { t } from '@grafana/i18n';
import { outcomeOf, type Amount, type UsageRecord } from '@tokentrail/records';
import React, { type ReactNode } from 'react';
import type { ColumnId } from '../../column-set.ts';
import { AmountText } from '../../components/AmountText.tsx';
import { Hint } from '../../components/Hint.tsx';
import { Missing } from '../../components/Missing.tsx';
import { NameHint } from '../../components/NameHint.tsx';
import { DASH, formatCost, formatCount, formatTokens } from '../../format.ts';
import type { Column } from './column.ts';

interface TextOptions {
  /** See `Column`; in units of the theme's spacing. */
  min: number;
  grows?: boolean;
  /** Full text for the tooltip, if the cell shows a short form. */
  full?: (record: UsageRecord) => string | null;
  /** See `NameHint`. */
  personal?: boolean;
  keepsEnd?: boolean;
  /** Whether only LLM calls have a value. */
  ofCalls?: boolean;
}

/** Column of a text that may be cut off; the tooltip shows the full text. */
export function textColumn(
  id: ColumnId,
  title: () => string,
  value: (record: UsageRecord) => string | null,
  { min, grows = true, full = value, personal = false, keepsEnd = false, ofCalls = false }: TextOptions,
): Column {
  return {
    id,
    title,
    width: { min, grows },
    align: 'left',
    cell: (record) => {
      const text = value(record);
      return text === null ? (
        <MissingIn record={record} ofCalls={ofCalls} />
      ) : (
        <NameHint text={text} fullText={full(record) ?? text} personal={personal} keepsEnd={keepsEnd} />
      );
    },
    measured: value,
    has: (record) => value(record) !== null,
  };
}

/** Column of a count of tokens. */
export function tokensColumn(id: ColumnId, title: () => string, value: (record: UsageRecord) => number | null): Column {
  return {
    id,
    title,
    width: { min: 7, grows: false },
    align: 'right',
    cell: (record) => {
      const count = value(record);
      return count === null ? (
        <MissingIn record={record} ofCalls />
      ) : (
        <Hint words={() => formatCount(count)} copied={String(count)}>
          {formatTokens(count)}
        </Hint>
      );
    },
    measured: (record) => shortTokens(value(record)),
    has: (record) => value(record) !== null,
  };
}

/** Column of an amount of money. */
export function amountColumn(
  id: ColumnId,
  title: () => string,
  value: (record: UsageRecord) => Amount,
  ofCalls: boolean,
): Column {
  const isMissing = ({ nanoUsd, state }: Amount) => nanoUsd === null && state === null;
  return {
    id,
    title,
    width: { min: 8, grows: false },
    align: 'right',
    cell: (record) =>
      isMissing(value(record)) ? (
        <MissingIn record={record} ofCalls={ofCalls} />
      ) : (
        <AmountText amount={value(record)} />
      ),
    measured: (record) => shortAmount(value(record)),
    has: (record) => !isMissing(value(record)),
  };
}

export function shortTokens(count: number | null): string {
  return count === null ? DASH : formatTokens(count);
}

export function shortAmount({ nanoUsd }: Amount): string {
  return nanoUsd === null ? DASH : formatCost(nanoUsd);
}

interface MissingProps {
  record: UsageRecord;
  /** Whether only LLM calls have the value. */
  ofCalls?: boolean;
}

/** Dash with the reason why the record has no value. */
export function MissingIn({ record, ofCalls = false }: MissingProps): ReactNode {
  const reason = missingReason(record, ofCalls);
  return <Missing {...(reason !== null && { reason })} />;
}

/** Null if the sender did not report the value. */
function missingReason(record: UsageRecord, ofCalls: boolean): string | null {
  if (ofCalls && record.recordType !== 'usage') {
    return t('usage-log.column.only-calls', 'Only LLM calls have this');
  }
  const outcome = outcomeOf(record);
  return outcome === 'running' || outcome === 'lost'
    ? t('usage-log.column.not-ended', 'Not known before the call ends')
    : null;
}
