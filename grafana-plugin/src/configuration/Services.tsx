import { t, Trans } from '@grafana/i18n';
import { Badge, Collapse, Stack, Text } from '@grafana/ui';
import type { ProcessRecord } from '@tokentrail/records';
import type { UsageLedger } from '@tokentrail/usage-store';
import React, { useCallback, useState } from 'react';
import { NameText } from '../components/NameText.tsx';
import { Section } from '../components/Section.tsx';
import { formatAgo, formatCount } from '../format.ts';
import { QueryState } from '../states/QueryState.tsx';
import { useQuery } from '../store/use-query.ts';
import { MAX_CLOCK_DIFFERENCE_MS } from '../record/arrival.ts';
import { configTestIds } from '../configTestIds.ts';
import { ServiceDetail } from './ServiceDetail.tsx';
import { settingGroups } from './service-settings.ts';
import { warningTexts } from './service-warnings.ts';
import { currentOf, servicesOf, warningsOf, type ServiceProcesses } from './services.ts';

/** How far back a process that does not run any more is shown. */
const SHOWN_MS = 24 * 3_600_000;
const MAX_PROCESSES = 1000;

interface Props {
  ledger: UsageLedger;
  /** Uid of the data source. */
  ds: string;
}

interface Reports {
  processes: readonly ProcessRecord[];
  /** When they were read, Unix ms. */
  now: number;
}

/** How each service is configured, as its processes report it. */
export function Services({ ledger, ds }: Props) {
  const load = useCallback((signal: AbortSignal) => readReports(ledger, signal), [ledger]);
  const query = useQuery(load);
  return (
    <Section level={2} title={t('configuration.services.title', 'Services')} data-testid={configTestIds.services}>
      <Stack direction="column" gap={2}>
        <Text color="secondary">
          <Trans i18nKey="configuration.services.description">
            What the processes of the last 24 hours have reported. To change a setting, set the variable under it in the
            environment of the service, and restart it.
          </Trans>
        </Text>
        <QueryState query={query} loadingText={t('configuration.services.loading', 'Loading services…')} ds={ds}>
          {(reports) => <ServiceList {...reports} />}
        </QueryState>
      </Stack>
    </Section>
  );
}

async function readReports(ledger: UsageLedger, signal: AbortSignal): Promise<Reports> {
  const now = Date.now();
  const range = { fromMs: now - SHOWN_MS, toMs: now + MAX_CLOCK_DIFFERENCE_MS };
  return { processes: await ledger.processes({ range, limit: MAX_PROCESSES, signal }), now };
}

function ServiceList({ processes, now }: Reports) {
  const services = servicesOf(processes, now);
  if (services.length === 0) {
    return (
      <Text>
        <Trans i18nKey="configuration.services.none">
          No service has reported yet. A process with the instrumentation reports at its start and every hour, if
          TOKENTRAIL_OTLP_ENDPOINT names your collector.
        </Trans>
      </Text>
    );
  }
  return (
    <div>
      {services.map((service) => (
        <Service
          key={JSON.stringify([service.name, service.namespace, service.environment])}
          service={service}
          now={now}
          isFirstOpen={services.length === 1}
        />
      ))}
      {processes.length === MAX_PROCESSES && (
        <Text color="secondary">
          {t('configuration.services.limit', 'Only the {{limit}} processes with the newest reports are shown.', {
            limit: formatCount(MAX_PROCESSES),
          })}
        </Text>
      )}
    </div>
  );
}

interface ServiceProps {
  service: ServiceProcesses;
  now: number;
  isFirstOpen: boolean;
}

function Service({ service, now, isFirstOpen }: ServiceProps) {
  const [isOpen, setIsOpen] = useState(isFirstOpen);
  const current = currentOf(service);
  const settings = settingGroups().flatMap((group) => group.settings);
  const warnings = warningTexts(
    warningsOf(
      current,
      settings.map(({ valueOf }) => valueOf),
      now,
    ),
  );
  return (
    <div data-testid={configTestIds.service(service.name)}>
      <Collapse
        isOpen={isOpen}
        onToggle={() => setIsOpen(!isOpen)}
        label={<ServiceLabel service={service} now={now} warnings={warnings.length} />}
      >
        <ServiceDetail processes={current} warnings={warnings} />
      </Collapse>
    </div>
  );
}

function ServiceLabel({ service, now, warnings }: { service: ServiceProcesses; now: number; warnings: number }) {
  const { name, namespace, environment } = service;
  const origin = [namespace, environment].filter((part) => part !== null).join(' · ');
  return (
    <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
      <NameText text={name} />
      {origin !== '' && (
        <Text color="secondary" variant="bodySmall">
          <NameText text={origin} />
        </Text>
      )}
      <Text color="secondary" variant="bodySmall">
        {processesText(service, now)}
      </Text>
      {warnings > 0 && (
        <Badge
          color="orange"
          icon="exclamation-triangle"
          text={t('configuration.services.warnings', '', {
            count: warnings,
            defaultValue_one: 'One warning',
            defaultValue_other: '{{count}} warnings',
          })}
        />
      )}
    </Stack>
  );
}

/** How many processes run, and when the newest report was sent. */
function processesText({ running, silent }: ServiceProcesses, now: number): string {
  const newest = running[0] ?? silent[0];
  const ago = newest === undefined ? '' : formatAgo(now - newest.reportedAtMs);
  return running.length === 0
    ? t('configuration.services.silent', 'Not running, last report {{ago}}', { ago })
    : t('configuration.services.running', '', {
        count: running.length,
        ago,
        defaultValue_one: 'One process, last report {{ago}}',
        defaultValue_other: '{{count}} processes, last report {{ago}}',
      });
}
