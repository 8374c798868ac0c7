import { css } from '@emotion/css';
import { locationUtil, usePluginContext, type GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { config, getDataSourceSrv } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import {
  alertFilterOf,
  DEFAULT_METRICS_UID,
  METRICS_TYPES,
  newAlertPath,
  type AlertSubject,
  type MetricsDataSource,
} from '../../alert-links.ts';
import { ButtonLink } from '../../components/ButtonLink.tsx';
import { filterOf, textOf } from '../../filters/filters.ts';
import { usageLogPath, type UsageLogState } from '../../links.ts';
import type { AppSettings } from '../../store/grafana-stores.ts';

/** Links to Grafana's form for an alert rule on the selected calls. Empty for users who may not create rules. */
export function CreateAlert({ state }: { state: UsageLogState }) {
  const styles = useStyles2(getStyles);
  const settings: unknown = usePluginContext()?.meta.jsonData;
  if (config.bootData.user.permissions?.['alert.rules:create'] !== true) {
    return null;
  }
  const dataSource = metricsDataSource(settings as AppSettings | undefined);
  return (
    <section className={styles.section} aria-labelledby={TITLE_ID}>
      <div className={styles.title} id={TITLE_ID}>
        <Trans i18nKey="usage-log.alert.title">Create alert from this filter</Trans>
      </div>
      {dataSource === null ? (
        <div className={styles.hint}>
          <Trans i18nKey="usage-log.alert.no-metrics">
            Alerts run on metrics: choose their data source on the configuration page of the app.
          </Trans>
        </div>
      ) : (
        <AlertLinks state={state} dataSource={dataSource} />
      )}
    </section>
  );
}

const TITLE_ID = 'tokentrail-create-alert';

function AlertLinks({ state, dataSource }: { state: UsageLogState; dataSource: MetricsDataSource }) {
  const styles = useStyles2(getStyles);
  const filter = filterOf(state);
  const read = alertFilterOf(filter);
  if ('inTheWay' in read) {
    return (
      <div className={styles.hint}>
        {t(
          'usage-log.alert.in-the-way',
          'The metrics have no label for: {{conditions}}. Remove it to create an alert.',
          {
            conditions: read.inTheWay.join(' '),
            interpolation: { escapeValue: false },
          },
        )}
      </div>
    );
  }
  const links = linksOf(state, textOf(filter), read.matchers, dataSource);
  return (
    <>
      <div className={styles.links}>
        {links.map(
          ({ subject, label, path }) =>
            path !== null && (
              <ButtonLink
                key={subject}
                href={locationUtil.assureBaseUrl(path)}
                size="sm"
                variant="secondary"
                icon="bell"
              >
                {label}
              </ButtonLink>
            ),
        )}
      </div>
      {links.some(({ path }) => path === null) && (
        <div className={styles.hint}>
          <Trans i18nKey="usage-log.alert.too-long">The filter is too long for a link: choose fewer values.</Trans>
        </div>
      )}
      {notesOf(state).map((note) => (
        <div key={note} className={styles.hint}>
          {note}
        </div>
      ))}
    </>
  );
}

/** Grafana refuses longer names of rules. */
const MAX_NAME = 190;

function linksOf(state: UsageLogState, filter: string, matchers: readonly string[], dataSource: MetricsDataSource) {
  const { ds, conditions, q } = state;
  const usageLog = usageLogPath({ from: 'now-1h', to: 'now', ds, conditions, q });
  return subjects(state).map(({ subject, label }) => {
    const name = `${label}: ${filter || t('usage-log.alert.all-calls', 'all calls')}`.slice(0, MAX_NAME);
    return { subject, label, path: newAlertPath({ subject, matchers, dataSource, name, usageLog }) };
  });
}

function subjects({ conditions }: UsageLogState): { subject: AlertSubject; label: string }[] {
  const hasState = conditions.some(({ field }) => field === 'state');
  return [
    { subject: 'calls', label: t('usage-log.alert.calls', 'Number of calls') },
    // With a state, every call has failed, or none.
    ...(hasState ? [] : [{ subject: 'failed' as const, label: t('usage-log.alert.failed', 'Share of failed calls') }]),
    { subject: 'cost', label: t('usage-log.alert.cost', 'Cost') },
  ];
}

/** Where an alert selects other calls than the filter. */
function notesOf({ conditions }: UsageLogState): string[] {
  const has = (name: string) => conditions.some(({ field }) => field === name);
  return [
    ...(has('model')
      ? [t('usage-log.alert.model-note', 'An alert compares the requested model, not the one that responded.')]
      : []),
    ...(has('key') ? [t('usage-log.alert.key-note', 'An alert compares names of keys, not their previews.')] : []),
  ];
}

/** The data source of the app's settings, by default the provisioned one. Null if there is none that can be used. */
function metricsDataSource(settings: AppSettings | undefined): MetricsDataSource | null {
  const uid = settings?.metricsDataSourceUid ?? DEFAULT_METRICS_UID;
  const known = uid === '' ? undefined : getDataSourceSrv().getInstanceSettings(uid);
  return known !== undefined && METRICS_TYPES.includes(known.type) ? known : null;
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  title: css({ fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary }),
  hint: css({ fontSize: theme.typography.bodySmall.fontSize, overflowWrap: 'anywhere' }),
  links: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
});
