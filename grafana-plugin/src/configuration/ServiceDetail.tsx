import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import type { ProcessRecord } from '@tokentrail/records';
import React from 'react';
import { FactGroup } from '../components/FactGroup.tsx';
import { Facts, type Fact } from '../components/Facts.tsx';
import { Missing } from '../components/Missing.tsx';
import { NameText } from '../components/NameText.tsx';
import { Warned } from '../components/Warned.tsx';
import { formatBytes, formatCount } from '../format.ts';
import { settingGroups, type Setting } from './service-settings.ts';
import { namesOf, variantsOf } from './services.ts';

interface Props {
  /** Those that show how the service is configured. */
  processes: readonly ProcessRecord[];
  warnings: readonly string[];
}

/** Settings of a service as its processes report them, and where to change each. */
export function ServiceDetail({ processes, warnings }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.detail}>
      {warnings.map((text) => (
        <div key={text} className={styles.warning}>
          <span className={styles.icon}>
            <Icon name="exclamation-triangle" />
          </span>
          <NameText text={text} />
        </div>
      ))}
      {settingGroups().map(({ title, settings }) => (
        <FactGroup key={title} title={title}>
          <Facts facts={settings.map((setting) => factOf(setting, processes))} />
        </FactGroup>
      ))}
      <FactGroup title={t('configuration.group.state', 'State')}>
        <Facts facts={stateFacts(processes)} />
      </FactGroup>
    </div>
  );
}

function factOf({ label, source, valueOf }: Setting, processes: readonly ProcessRecord[]): Fact {
  const variants = variantsOf(processes, valueOf);
  return {
    label,
    value: (
      <>
        {variants.map(({ value, processes: count }) => (
          <div key={value ?? ''}>
            {variants.length > 1 ? (
              <Warned text={variantText(value, count)} />
            ) : (
              (value && <NameText text={value} />) || <Missing />
            )}
          </div>
        ))}
        {source !== '' && <Source text={source} />}
      </>
    ),
  };
}

function variantText(value: string | null, count: number): string {
  return t('configuration.variant', '', {
    count,
    value: value ?? t('configuration.variant-not-reported', 'not reported'),
    interpolation: { escapeValue: false },
    defaultValue_one: '{{value}} (one process)',
    defaultValue_other: '{{value}} ({{count}} processes)',
  });
}

function stateFacts(processes: readonly ProcessRecord[]): Fact[] {
  const sumOf = (valueOf: (process: ProcessRecord) => number | null) => {
    const known = processes.map(valueOf).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  };
  const waiting = sumOf(({ spoolBytes }) => spoolBytes);
  const dropped = sumOf(({ droppedRecords }) => droppedRecords);
  const unsupported = namesOf(processes, ({ unsupportedSdks }) => unsupportedSdks);
  return [
    {
      label: t('configuration.state.waiting', 'Waiting in the spool'),
      value: waiting === null ? null : formatBytes(waiting),
    },
    {
      label: t('configuration.state.dropped', 'Lost records'),
      value: dropped !== null && dropped > 0 ? <Warned text={formatCount(dropped)} /> : dropped === null ? null : '0',
    },
    {
      label: t('configuration.state.sdks', 'Recorded SDKs'),
      value: namesOf(processes, ({ sdks }) => sdks).join(', ') || t('configuration.state.no-sdks', 'None loaded yet'),
    },
    {
      label: t('configuration.state.unsupported', 'SDKs that are not recorded'),
      value: unsupported.length > 0 ? <Warned text={unsupported.join(', ')} /> : t('configuration.state.none', 'None'),
    },
  ];
}

/** Name of what sets a value. It breaks after `_` and `/` if there is little width. */
function Source({ text }: { text: string }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.source}>
      {text.split(/(?<=[_/])/).map((part, index) => (
        <React.Fragment key={index}>
          {part}
          <wbr />
        </React.Fragment>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  detail: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  warning: css({ display: 'flex', gap: theme.spacing(1), overflowWrap: 'anywhere' }),
  icon: css({ color: theme.colors.warning.text }),
  source: css({
    color: theme.colors.text.secondary,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
