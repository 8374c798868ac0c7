import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { TextLink, useStyles2 } from '@grafana/ui';
import { type ProcessRecord, type UsageRecord, visibleText } from '@tokentrail/records';
import { daysOfRecord, type UsageLedger } from '@tokentrail/usage-store';
import React, { useCallback } from 'react';
import { configurationPathTo, type ConfigAnchor } from '../configuration-links.ts';
import { formatBytes, formatDay, unixMs } from '../format.ts';
import { useLedger } from '../store/LedgerProvider.tsx';
import { useQuery } from '../store/use-query.ts';
import { testIds } from '../testIds.ts';
import { mayConfigure } from '../user.ts';

/** A process reports at its start and about once an hour. */
const REPORT_MS = 70 * 60_000;
const DAY_MS = 86_400_000;

/**
 * What was recorded of a request, in one line: the capture level, the limits of its process, and until when its content and
 * its figures are kept.
 * What is not known is left out. For users who may change it, each part leads to where it is set.
 */
export function RecordedLine({ record }: { record: UsageRecord }) {
  const styles = useStyles2(getStyles);
  const { stores, timeZone } = useLedger();
  const { ledger } = stores;
  const { startUnixNano, sender, recordType, group } = record;
  const load = useCallback(
    (signal: AbortSignal) => readSettings(ledger, { startUnixNano, sender, recordType, group }, signal),
    [ledger, startUnixNano, sender, recordType, group],
  );
  const query = useQuery(load);
  const settings = query.status === 'ready' ? query.value : NOT_KNOWN;
  const parts = partsOf(record, settings, timeZone);
  return (
    parts.length > 0 && (
      <p className={styles.line} data-testid={testIds.request.recorded}>
        {t('request.recorded.title', 'Recorded:')}{' '}
        {parts.map((part, index) => (
          <React.Fragment key={part.words}>
            {index > 0 && ', '}
            {mayConfigure() ? (
              <TextLink href={configurationPathTo(part.setIn)} color="secondary" variant="bodySmall">
                {part.words}
              </TextLink>
            ) : (
              part.words
            )}
          </React.Fragment>
        ))}
      </p>
    )
  );
}

interface RecordingSettings {
  /** The process that recorded the request. */
  process: ProcessRecord | null;
  /** Days after which the ledger removes the request. */
  days: number | null;
  /** Days after which the traces store removes its content. */
  contentDays: number | null;
}

const NOT_KNOWN: RecordingSettings = { process: null, days: null, contentDays: null };

type Recorded = Pick<UsageRecord, 'startUnixNano' | 'sender' | 'recordType' | 'group'>;

async function readSettings(
  ledger: UsageLedger,
  { startUnixNano, sender, recordType, group }: Recorded,
  signal: AbortSignal,
): Promise<RecordingSettings> {
  const startMs = unixMs(startUnixNano);
  const range = { fromMs: startMs - REPORT_MS, toMs: startMs + 1 };
  const [processes, settings] = await Promise.all([
    ledger.capabilities.processes && sender !== undefined ? ledger.processes({ range, sender, limit: 1, signal }) : [],
    ledger.capabilities.settings ? ledger.settings(signal) : null,
  ]);
  return {
    process: processes[0] ?? null,
    days: settings?.retention ? daysOfRecord(settings.retention.value, { recordType, group }) : null,
    contentDays: settings?.retention?.value.content ?? null,
  };
}

interface Part {
  words: string;
  /** The part of the configuration page that says how it is set. */
  setIn: ConfigAnchor;
}

function partsOf(record: UsageRecord, { process, days, contentDays }: RecordingSettings, timeZone: TimeZone): Part[] {
  const { captureLevel, startUnixNano } = record;
  const { maxBodyBytes = null, redactedHeaders = null, privacy = null } = process ?? {};
  const hasHeaders = captureLevel === 'headers' || captureLevel === 'full';
  const dayAfter = (count: number | null) =>
    count === null ? null : formatDay(String(BigInt(startUnixNano) + BigInt(count * DAY_MS) * 1_000_000n), timeZone);
  const contentUntil = hasHeaders ? dayAfter(contentDays) : null;
  const until = dayAfter(days);
  const ofService = [
    captureLevel && t('request.recorded.level', 'level {{level}}', { level: visibleText(captureLevel) }),
    captureLevel === 'full' &&
      maxBodyBytes !== null &&
      t('request.recorded.bodies', 'bodies up to {{size}}', { size: formatBytes(maxBodyBytes) }),
    hasHeaders && t('request.recorded.keys', 'keys redacted'),
    hasHeaders &&
      redactedHeaders !== null &&
      redactedHeaders > 0 &&
      t('request.recorded.headers', '', {
        count: redactedHeaders,
        defaultValue_one: '{{count}} more header redacted',
        defaultValue_other: '{{count}} more headers redacted',
      }),
    privacy === true && t('request.recorded.privacy', 'in privacy mode'),
  ];
  const ofRetention = [
    contentUntil && t('request.recorded.content-until', 'content until {{day}}', { day: contentUntil }),
    until && t('request.recorded.until', 'figures until {{day}}', { day: until }),
  ];
  return [...partsIn('services', ofService), ...partsIn('retention', ofRetention)];
}

function partsIn(setIn: ConfigAnchor, all: readonly (string | false | null)[]): Part[] {
  return all.filter((words) => typeof words === 'string').map((words) => ({ words, setIn }));
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    margin: 0,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
