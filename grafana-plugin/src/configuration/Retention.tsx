import type { TimeZone } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Stack, Text } from '@grafana/ui';
import { RETENTION_CLASSES, type RetentionClass } from '@tokentrail/records';
import type { LedgerSettings, UsageLedger } from '@tokentrail/usage-store';
import React, { useCallback } from 'react';
import { Facts } from '../components/Facts.tsx';
import { Missing } from '../components/Missing.tsx';
import { NameText } from '../components/NameText.tsx';
import { Section } from '../components/Section.tsx';
import { formatDay } from '../format.ts';
import { QueryState } from '../states/QueryState.tsx';
import { useQuery } from '../store/use-query.ts';
import { testIds } from '../testIds.ts';

interface Props {
  ledger: UsageLedger;
  /** Uid of the data source. */
  ds: string;
  timeZone: TimeZone;
}

/** After how many days the rows of the ledger expire, as the ledger states it. */
export function Retention({ ledger, ds, timeZone }: Props) {
  const query = useQuery(useCallback((signal: AbortSignal) => ledger.settings(signal), [ledger]));
  return (
    <Section level={2} title={t('configuration.retention.title', 'Retention')} data-testid={testIds.config.retention}>
      <Stack direction="column" gap={2}>
        <Text color="secondary">
          <Trans i18nKey="configuration.retention.description">
            How long the ledger keeps its rows. The traces store, which has the content, has a retention of its own.
            “The ledger” in clickhouse/README.md says how to change it.
          </Trans>
        </Text>
        <QueryState query={query} loadingText={t('configuration.retention.loading', 'Loading retention…')} ds={ds}>
          {(settings) => <RetentionFacts settings={settings} timeZone={timeZone} />}
        </QueryState>
      </Stack>
    </Section>
  );
}

function RetentionFacts({ settings: { retention }, timeZone }: { settings: LedgerSettings; timeZone: TimeZone }) {
  if (retention === null) {
    return (
      <Text>
        <Trans i18nKey="configuration.retention.none">
          This ledger does not state its retention. Run ledger.sql of this release, which sets it from the tables.
        </Trans>
      </Text>
    );
  }
  const { value, setBy, setAtMs } = retention;
  return (
    <>
      <Facts facts={RETENTION_CLASSES.map((name) => ({ label: classWords(name), value: daysText(value[name]) }))} />
      <Text color="secondary" variant="bodySmall">
        <NameText
          text={t('configuration.retention.set-by', 'Stated by {{name}}, {{time}}', {
            name: setBy,
            time: formatDay(String(BigInt(Math.trunc(setAtMs)) * 1_000_000n), timeZone),
            interpolation: { escapeValue: false },
          })}
        />
      </Text>
    </>
  );
}

function daysText(days: number | null) {
  return days === null ? (
    <Missing
      reason={t('configuration.retention.not-in-days', 'The ledger does not state it, because its rule is not in days')}
    />
  ) : (
    t('configuration.retention.days', '', {
      count: days,
      defaultValue_one: 'One day',
      defaultValue_other: '{{count}} days',
    })
  );
}

function classWords(name: RetentionClass): string {
  switch (name) {
    case 'usage':
      return t('configuration.retention.usage', 'Calls');
    case 'request':
      return t('configuration.retention.request', 'Inbound requests');
    case 'event':
      return t('configuration.retention.event', 'Events');
    case 'other':
      return t('configuration.retention.other', 'Other records');
    case 'attempts':
      return t('configuration.retention.attempts', 'Attempts');
    case 'processes':
      return t('configuration.retention.processes', 'Reports of processes');
  }
}
