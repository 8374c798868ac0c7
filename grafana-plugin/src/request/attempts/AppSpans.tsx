import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { t } from '@grafana/i18n';
import { Checkbox, TextLink, useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import type { AppSpan } from '@tokentrail/usage-store';
import React, { useCallback, useState } from 'react';
import { rangeAround } from '../../explore-links.ts';
import { configurationPath } from '../../links.ts';
import { QueryState } from '../../states/QueryState.tsx';
import { useLinkedDataSources } from '../../store/linked-data-sources.tsx';
import { readLinkedSpans } from '../../store/linked-spans.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { useRepeatable } from '../../store/use-repeatable.ts';
import { testIds } from '../../testIds.ts';
import { appSpanRows } from './app-span-rows.ts';
import { AppSpanLine } from './AppSpanLine.tsx';
import type { TimeAxis } from './time-axis.ts';

interface Props {
  record: UsageRecord;
  axis: TimeAxis;
  ds: string | null;
}

/** The app's own spans of the same trace on the axis of the attempts, if the user wants them. */
export function AppSpans({ record, axis, ds }: Props) {
  const [shown, setShown] = useState(false);
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.spans} data-testid={testIds.request.appSpans}>
      <Checkbox
        label={t('request.app-spans.show', 'Show spans of the app')}
        value={shown}
        onChange={({ currentTarget }) => setShown(currentTarget.checked)}
        data-testid={testIds.request.showAppSpans}
      />
      {shown && <Spans record={record} axis={axis} ds={ds} />}
    </div>
  );
}

function Spans({ record, axis, ds }: Props) {
  const styles = useStyles2(getStyles);
  const { query, retry, sourceName } = useAppSpans(record);
  const loadingText = t('request.app-spans.loading', 'Loading spans of the app…');
  return (
    <QueryState query={query} loadingText={loadingText} ds={ds} onRetry={retry}>
      {(spans) =>
        spans.length === 0 ? (
          <NoSpans sourceName={sourceName} />
        ) : (
          <ul className={styles.list} aria-label={t('request.app-spans.list', 'Spans of the app')}>
            {appSpanRows(spans, record.startUnixNano).map((row) => (
              <AppSpanLine key={row.span.spanId} row={row} axis={axis} />
            ))}
          </ul>
        )
      }
    </QueryState>
  );
}

function NoSpans({ sourceName }: { sourceName: string | null }) {
  const styles = useStyles2(getStyles);
  if (sourceName !== null) {
    return (
      <p className={styles.note}>
        {t('request.app-spans.none-linked', 'Neither {{name}} nor the traces store has other spans of this trace.', {
          name: sourceName,
          interpolation: { escapeValue: false },
        })}
      </p>
    );
  }
  return (
    <p className={styles.note}>
      {t(
        'request.app-spans.none',
        'The traces store has no other spans of this trace. If the app sends its traces elsewhere, choose their data source:',
      )}{' '}
      <TextLink href={configurationPath()} inline>
        {t('request.app-spans.configure', 'Configuration')}
      </TextLink>
    </p>
  );
}

/** From the data source that the configuration page names, otherwise from the traces store. */
function useAppSpans(record: UsageRecord) {
  const { stores } = useLedger();
  const { trace } = useLinkedDataSources();
  const { startUnixNano, durationMs, traceId, spanId, serviceName } = record;
  const load = useCallback(
    async (signal: AbortSignal): Promise<AppSpan[]> => {
      const linked = { startUnixNano, durationMs, traceId, serviceName };
      const others = (spans: readonly AppSpan[]) => spans.filter((span) => span.spanId !== spanId);
      const found = trace === null ? [] : others(await readLinkedSpans(trace, linked, signal));
      return found.length > 0 ? found : stores.traces.appSpans(traceId, rangeAround(linked), signal);
    },
    [stores, trace, startUnixNano, durationMs, traceId, spanId, serviceName],
  );
  return { ...useRepeatable(load), sourceName: trace === null ? null : trace.name };
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ color: theme.colors.text.secondary, margin: theme.spacing(0, 1) }),
  spans: css({ marginTop: theme.spacing(1) }),
  list: css({ listStyle: 'none', margin: 0 }),
});
