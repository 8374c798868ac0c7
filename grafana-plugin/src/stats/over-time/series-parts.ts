import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import {
  conditionsOfSeriesValue,
  type FilterCondition,
  type SeriesField,
  type SeriesFigures,
  type SeriesResult,
} from '@tokentrail/usage-store';
import { HIDDEN_NAME } from '../../components/NamesHidden.tsx';
import { valueLabel } from '../../filters/controls/filter-words.ts';
import { isPersonal } from '../../filters/search/personal-fields.ts';
import { CHART_VALUES } from '../use-stats-data.ts';
import { colorsOf } from './value-colors.ts';

/** The calls of one value of the dimension, or of all others. */
export interface SeriesPart {
  id: string;
  label: string;
  color: string;
  /** Null for all others. */
  value: string | null;
  points: readonly SeriesFigures[];
  /** Conditions for its calls; null if a filter cannot express them. */
  conditions: readonly FilterCondition[] | null;
}

export const OTHER = 'other';

/** The highest values of the dimension, and the sum of all others. */
export function partsOf(
  { values, rest }: SeriesResult,
  field: SeriesField,
  theme: GrafanaTheme2,
  namesHidden: boolean,
): SeriesPart[] {
  const shown = values.slice(0, CHART_VALUES);
  const colors = colorsOf(
    shown.map(({ value }) => value),
    theme,
  );
  const parts = shown.map(({ value, points }, index) => ({
    id: partId(value),
    label: namesHidden && isPersonal(field) && value !== '' ? HIDDEN_NAME : valueLabel(field, value),
    color: colors[index] ?? theme.colors.text.secondary,
    value,
    points,
    conditions: conditionsOfSeriesValue(field, value),
  }));
  const others = [...values.slice(CHART_VALUES), ...(rest === null ? [] : [rest])];
  return others.length === 0
    ? parts
    : [
        ...parts,
        {
          id: OTHER,
          label: t('stats.over-time.other', 'Other'),
          color: theme.colors.text.disabled,
          value: null,
          points: others.map(({ points }) => points).reduce(sumOfPoints),
          conditions: otherThan(parts.map(({ conditions }) => conditions)),
        },
      ];
}

function partId(value: string): string {
  return `value ${value}`;
}

/** Conditions for the calls that none of the others select. A filter cannot exclude what several conditions select together. */
function otherThan(others: readonly (readonly FilterCondition[])[]): FilterCondition[] | null {
  return others.every(({ length }) => length === 1)
    ? others.flatMap((conditions) => conditions.map((condition) => ({ ...condition, exclude: true })))
    : null;
}

function sumOfPoints(a: readonly SeriesFigures[], b: readonly SeriesFigures[]): SeriesFigures[] {
  return a.map((figures, index) => sumOf(figures, b[index]));
}

function sumOf(a: SeriesFigures, b: SeriesFigures | undefined): SeriesFigures {
  if (b === undefined) {
    return a;
  }
  return {
    calls: a.calls + b.calls,
    failed: a.failed + b.failed,
    cancelled: a.cancelled + b.cancelled,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    cacheHits: a.cacheHits + b.cacheHits,
    charged: {
      nanoUsd: String(BigInt(a.charged.nanoUsd) + BigInt(b.charged.nanoUsd)),
      unknown: a.charged.unknown + b.charged.unknown,
    },
  };
}
