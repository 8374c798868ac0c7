import { locationUtil } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Stack } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React from 'react';
import { ButtonLink } from '../components/ButtonLink.tsx';
import { logsPath, tracePath } from '../explore-links.ts';
import { useLinkedDataSources } from '../store/linked-data-sources.tsx';
import { testIds } from '../testIds.ts';

/** A link to what the app itself recorded during a call. */
export interface RecordLink {
  kind: 'trace' | 'logs';
  label: string;
  /** With Grafana's sub path. */
  href: string;
  /** Why the link may not work for this user; undefined if it does. */
  warning: string | undefined;
}

/** The links of a record: none without the data sources of the configuration page. */
export function useRecordLinks(record: UsageRecord): RecordLink[] {
  const { trace, logs, mayExplore } = useLinkedDataSources();
  const warning = mayExplore
    ? undefined
    : t('request.links.no-explore', 'Opens Explore, which Grafana shows only to users with the right to explore');
  const links = [
    {
      kind: 'trace' as const,
      label: t('request.links.trace', 'Open app trace'),
      path: trace && tracePath(trace, record),
    },
    { kind: 'logs' as const, label: t('request.links.logs', 'Logs'), path: logs && logsPath(logs, record) },
  ];
  return links.flatMap(({ path, ...link }) =>
    path === null ? [] : [{ ...link, href: locationUtil.assureBaseUrl(path), warning }],
  );
}

/** Links to the app's trace and logs of a record. */
export function RecordLinks({ record }: { record: UsageRecord }) {
  const links = useRecordLinks(record);
  return (
    links.length > 0 && (
      <Stack direction="row" gap={0.5} wrap="wrap">
        {links.map(({ kind, label, href, warning }) => (
          <ButtonLink
            key={kind}
            href={href}
            size="sm"
            variant="secondary"
            fill="text"
            icon={kind === 'trace' ? 'gf-traces' : 'gf-logs'}
            tooltip={warning}
            data-testid={testIds.request.link(kind)}
          >
            {label}
          </ButtonLink>
        ))}
      </Stack>
    )
  );
}
