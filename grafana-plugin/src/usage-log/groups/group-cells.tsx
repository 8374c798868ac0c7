import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { DistinctSummary } from '@tokentrail/usage-store';
import React from 'react';
import { Hint } from '../../components/Hint.tsx';
import { Missing } from '../../components/Missing.tsx';
import { NameText } from '../../components/NameText.tsx';
import { formatCount, formatFullTime, formatTime } from '../../format.ts';

/** A name, or a dash if it was not reported. */
export function NameCell({ text, personal = false }: { text: string | null; personal?: boolean }) {
  return text === null ? <Missing /> : <NameText text={text} personal={personal} />;
}

/** One of the values, and how many others there are. `personal`: see `NameText`. */
export function SummaryCell({ summary, personal = false }: { summary: DistinctSummary; personal?: boolean }) {
  return (
    <>
      <NameCell text={summary.one} personal={personal} />
      <AndMore summary={summary} />
    </>
  );
}

/** How many values there are besides the shown one. */
export function AndMore({ summary: { count } }: { summary: DistinctSummary }) {
  return count > 1 && ` ${t('usage-log.groups.and-more', '+ {{more}} more', { more: formatCount(count - 1) })}`;
}

/** A start time with its day, and the full time in the tooltip. */
export function TimeCell({ startUnixNano, timeZone }: { startUnixNano: string; timeZone: TimeZone }) {
  return <Hint words={formatFullTime(startUnixNano, timeZone)}>{formatTime(startUnixNano, timeZone, true)}</Hint>;
}
