import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React, { useEffect, useState } from 'react';
import { Hint } from '../../components/Hint.tsx';
import { formatAgo, formatDuration, formatFullTime, unixMs } from '../../format.ts';
import { testIds } from '../../testIds.ts';
import { LATE_AFTER_MS } from '../../record/arrival.ts';
import type { NewestRecord } from './newest-record.ts';

const SECOND_MS = 1000;

interface Props {
  /** Null if the store has no record. */
  newest: NewestRecord | null;
  timeZone: TimeZone;
}

/** Age of the newest record of the store. A long age is no fault: a quiet system has no new records. */
export function NewestRecordText({ newest, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const now = useNow(SECOND_MS);
  if (newest === null) {
    return <span data-testid={testIds.usageLog.newest}>{t('usage-log.newest.none', 'No records yet')}</span>;
  }
  const { startUnixNano, delayMs } = newest;
  const isLate = delayMs !== null && delayMs > LATE_AFTER_MS;
  const ago = formatAgo(now - unixMs(startUnixNano));
  return (
    <span className={styles.text} data-testid={testIds.usageLog.newest} data-late={isLate}>
      <Hint words={<Explanation startUnixNano={startUnixNano} delayMs={delayMs} timeZone={timeZone} />}>
        {t('usage-log.newest.age', 'Newest record {{ago}}', { ago })}
        {isLate && (
          <span className={styles.late}>
            {t('usage-log.newest.late', ', late by {{delay}}', { delay: formatDuration(delayMs) })}
          </span>
        )}
      </Hint>
    </span>
  );
}

function Explanation({ startUnixNano, delayMs, timeZone }: NewestRecord & { timeZone: TimeZone }) {
  return (
    <div>
      <strong>{formatFullTime(startUnixNano, timeZone)}</strong>
      <div>
        {t('usage-log.newest.definition', 'Start of the newest record in the store, whether or not it is selected.')}
      </div>
      {delayMs !== null && (
        <div>
          {t(
            'usage-log.newest.delay',
            'The newest ended record arrived {{delay}} after its end. More than {{limit}} is late: a sender, the collector or the store falls behind.',
            { delay: formatDuration(Math.max(delayMs, 0)), limit: formatDuration(LATE_AFTER_MS) },
          )}
        </div>
      )}
    </div>
  );
}

/** The current time, Unix ms, updated at an interval. */
function useNow(intervalMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }),
  late: css({ color: theme.colors.warning.text }),
});
