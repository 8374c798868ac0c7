import { dateTime, type DataFrame, type DataQueryResponse, type DataSourceInstanceSettings } from '@grafana/data';
import { t } from '@grafana/i18n';
import { getDataSourceSrv } from '@grafana/runtime';
import { StoreError, type AppSpan } from '@tokentrail/usage-store';
import { from, fromEvent, lastValueFrom, takeUntil } from 'rxjs';
import { rangeAround, traceQueries, type LinkedRecord } from '../explore-links.ts';

/**
 * Reads the spans of a record's trace from a data source of Grafana, such as Tempo or Jaeger, with the query that Explore would run.
 * Rejects with `StoreError`.
 */
export async function readLinkedSpans(
  settings: DataSourceInstanceSettings,
  record: LinkedRecord,
  signal: AbortSignal,
): Promise<AppSpan[]> {
  const targets = traceQueries(settings, record);
  if (targets === null) {
    return [];
  }
  const { fromMs, toMs } = rangeAround(record);
  const range = { from: dateTime(fromMs), to: dateTime(toMs) };
  let response: DataQueryResponse;
  try {
    const source = await getDataSourceSrv().get(settings.uid);
    const request = {
      requestId: `tokentrail-app-spans-${record.traceId}`,
      app: 'tokentrail',
      targets: targets.map((target) => ({ ...target, refId: String(target['refId']) })),
      range: { ...range, raw: range },
      interval: '1s',
      intervalMs: 1000,
      scopedVars: {},
      timezone: 'utc',
      startTime: Date.now(),
    };
    response = await lastValueFrom(from(source.query(request)).pipe(takeUntil(fromEvent(signal, 'abort'))));
  } catch (cause) {
    throw unreadable(settings, cause);
  }
  signal.throwIfAborted();
  const [error] = response.errors ?? [];
  if (error !== undefined) {
    throw unreadable(settings, new Error(error.message));
  }
  return response.data.flatMap((frame: DataFrame) => spansOfFrame(frame));
}

function unreadable({ name }: DataSourceInstanceSettings, cause: unknown): StoreError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(
    'failed',
    t('store.linked-spans.failed', 'The data source {{name}} returned no trace: {{reason}}', {
      name,
      reason,
      interpolation: { escapeValue: false },
    }),
  );
}

/** Status of a span that failed, in OpenTelemetry. */
const ERROR_STATUS = 2;

/** The spans of a data frame for Grafana's trace view. Rows without an id or a time are left out. */
export function spansOfFrame({ fields, length }: Pick<DataFrame, 'fields' | 'length'>): AppSpan[] {
  const columns = new Map(fields.map(({ name, values }) => [name, values]));
  const valueOf = (name: string, row: number): unknown => columns.get(name)?.[row];
  const textOf = (name: string, row: number) => {
    const value = valueOf(name, row);
    return typeof value === 'string' ? value : '';
  };
  return Array.from({ length }, (_, row) => row).flatMap((row) => {
    const [startMs, durationMs] = [Number(valueOf('startTime', row)), Number(valueOf('duration', row))];
    const spanId = textOf('spanID', row);
    if (spanId === '' || !Number.isFinite(startMs) || startMs <= 0) {
      return [];
    }
    return {
      spanId,
      parentSpanId: textOf('parentSpanID', row).replace(/^0*$/, '') || null,
      name: textOf('operationName', row),
      service: textOf('serviceName', row),
      startUnixNano: String(BigInt(Math.round(startMs * 1000)) * 1000n),
      durationMs: Number.isFinite(durationMs) ? durationMs : 0,
      failed: valueOf('statusCode', row) === ERROR_STATUS,
    };
  });
}
