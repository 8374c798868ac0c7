import type { DataSourceInstanceSettings } from '@grafana/data';
import { t } from '@grafana/i18n';
import { getDataSourceSrv } from '@grafana/runtime';
import { Combobox, Field } from '@grafana/ui';
import React from 'react';
import { linkProblem } from '../chain-test/link-problem.ts';
import { DEFAULT_METRICS_UID, METRICS_TYPES } from '../alert-links.ts';
import { LOG_TYPES, TRACE_TYPES } from '../explore-links.ts';
import type { AppSettings } from '../store/grafana-stores.ts';
import { configTestIds } from '../configTestIds.ts';

export type LinkedUids = Pick<AppSettings, 'traceDataSourceUid' | 'logDataSourceUid' | 'metricsDataSourceUid'>;

interface Props {
  linked: LinkedUids;
  /** An empty uid removes the links. */
  onChange: (change: LinkedUids) => void;
}

/** Selects the data sources that the links of a record open in Explore, and the one of new alerts. */
export function LinkedDataSourceFields({ linked, onChange }: Props) {
  return (
    <>
      <LinkedDataSourceField
        kind="trace"
        label={t('config.linked.trace', 'App traces')}
        description={t(
          'config.linked.trace-description',
          'Each record gets the link “Open app trace”, which opens its trace ID in Explore.',
        )}
        types={TRACE_TYPES}
        isOfKind={({ meta }) => meta.tracing === true}
        uid={linked.traceDataSourceUid ?? ''}
        onChange={(uid) => onChange({ traceDataSourceUid: uid })}
      />
      <LinkedDataSourceField
        kind="logs"
        label={t('config.linked.logs', 'App logs')}
        description={t(
          'config.linked.logs-description',
          'Each record gets the link “Logs”, which searches for its trace ID in Explore.',
        )}
        types={LOG_TYPES}
        isOfKind={({ meta }) => meta.logs === true}
        uid={linked.logDataSourceUid ?? ''}
        onChange={(uid) => onChange({ logDataSourceUid: uid })}
      />
      <LinkedDataSourceField
        kind="metrics"
        label={t('config.linked.metrics', 'Metrics')}
        description={t(
          'config.linked.metrics-description',
          'The Prometheus with the metrics of your services. “Create alert from this filter” in the usage log queries it.',
        )}
        types={METRICS_TYPES}
        isOfKind={() => false}
        uid={linked.metricsDataSourceUid ?? defaultMetricsUid()}
        onChange={(uid) => onChange({ metricsDataSourceUid: uid })}
      />
    </>
  );
}

function defaultMetricsUid(): string {
  return getDataSourceSrv().getInstanceSettings(DEFAULT_METRICS_UID) === undefined ? '' : DEFAULT_METRICS_UID;
}

interface FieldProps {
  kind: 'trace' | 'logs' | 'metrics';
  label: string;
  description: string;
  /** Types of data sources that links can lead to. */
  types: readonly string[];
  /** Whether a data source has what the links show, whether links to its type are supported or not. */
  isOfKind: (settings: DataSourceInstanceSettings) => boolean;
  uid: string;
  onChange: (uid: string) => void;
}

function LinkedDataSourceField({ kind, label, description, types, isOfKind, uid, onChange }: FieldProps) {
  const choices = getDataSourceSrv().getList({
    filter: (settings) => types.includes(settings.type) || isOfKind(settings),
  });
  const selected = uid === '' ? undefined : getDataSourceSrv().getInstanceSettings(uid);
  const problem = uid === '' ? undefined : linkProblem(selected, types);
  return (
    <Field
      label={label}
      description={description}
      invalid={problem !== undefined}
      error={problem}
      noMargin
      data-testid={configTestIds.linked(kind)}
    >
      <Combobox
        id={`tokentrail-linked-${kind}`}
        width={40}
        isClearable
        placeholder={t('config.linked.none', 'No links')}
        options={choices.map(({ uid: value, name, type }) => ({ value, label: name, description: type }))}
        value={selected === undefined ? uid || null : { value: uid, label: selected.name }}
        onChange={(choice) => onChange(choice?.value ?? '')}
      />
    </Field>
  );
}
