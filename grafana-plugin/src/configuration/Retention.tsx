import type { TimeZone } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Stack, Text } from '@grafana/ui';
import { RETENTION_CLASSES, type RetentionClass, visibleText } from '@tokentrail/records';
import type { LedgerSettings } from '@tokentrail/usage-store';
import React from 'react';
import { Facts } from '../components/Facts.tsx';
import { Missing } from '../components/Missing.tsx';
import { Section } from '../components/Section.tsx';
import { configTestIds } from '../configTestIds.ts';
import { SetBy } from './SetBy.tsx';

interface Props {
  retention: LedgerSettings['retention'];
  timeZone: TimeZone;
}

/** After how many days the rows of the ledger expire, as the ledger states it. */
export function Retention(props: Props) {
  return (
    <Section level={2} title={t('configuration.retention.title', 'Retention')} data-testid={configTestIds.retention}>
      <Stack direction="column" gap={2}>
        <Text color="secondary">
          <Trans i18nKey="configuration.retention.description">
            How long the ledger keeps its rows, and the traces store the content. To change it, edit retention.yaml and
            run: tokentrail retention apply
          </Trans>
        </Text>
        <RetentionFacts {...props} />
      </Stack>
    </Section>
  );
}

function RetentionFacts({ retention, timeZone }: Props) {
  if (retention === null) {
    return (
      <Text>
        <Trans i18nKey="configuration.retention.none">
          This ledger does not state its retention. Run ledger.sql of this release, which sets it from the tables.
        </Trans>
      </Text>
    );
  }
  const { value } = retention;
  return (
    <>
      <Facts
        facts={[
          ...RETENTION_CLASSES.map((name) => ({ label: classWords(name), value: daysText(value[name]) })),
          ...Object.entries(value.groups).map(([group, days]) => ({ label: groupWords(group), value: daysText(days) })),
          ...(value.content === null ? [] : [{ label: contentWord(), value: daysText(value.content) }]),
        ]}
      />
      <SetBy setting={retention} timeZone={timeZone} />
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

function groupWords(group: string): string {
  return t('configuration.retention.group', 'Calls and inbound requests of the group {{group}}', {
    group: visibleText(group),
    interpolation: { escapeValue: false },
  });
}

/** Only the command states it. */
function contentWord(): string {
  return t('configuration.retention.content', 'Content');
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
