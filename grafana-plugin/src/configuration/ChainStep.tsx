import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Icon, Spinner, TextLink, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { StepState } from '../chain-test/finding.ts';
import type { StepResult } from '../chain-test/run-steps.ts';
import { formatDuration } from '../format.ts';
import { dataSourcePath } from '../links.ts';
import { configTestIds } from '../configTestIds.ts';

interface Props {
  result: StepResult;
  /** Whether it runs now. */
  isNext: boolean;
  /** Uid of the data source. */
  ds: string;
}

type Shown = StepState | 'running' | 'waiting';

const ICONS: Readonly<Record<Exclude<Shown, 'running'>, IconName>> = {
  passed: 'check-circle',
  warning: 'exclamation-triangle',
  failed: 'exclamation-circle',
  denied: 'lock',
  skipped: 'minus-circle',
  waiting: 'clock-nine',
};

/** A step of the test: its state, what it found and what to do. */
export function ChainStep({ result: { id, name, finding, elapsedMs }, isNext, ds }: Props) {
  const styles = useStyles2(getStyles);
  const shown: Shown = finding?.state ?? (isNext ? 'running' : 'waiting');
  return (
    <li className={styles.step} data-testid={configTestIds.step(id)} data-state={shown}>
      <span role="img" aria-label={stateWords(shown)} className={styles[shown]}>
        {shown === 'running' ? <Spinner inline /> : <Icon name={ICONS[shown]} />}
      </span>
      <div className={styles.content}>
        <div className={styles.line}>
          <span className={styles.name}>{name}</span>
          {elapsedMs !== null && <span className={styles.quiet}>{formatDuration(Math.round(elapsedMs))}</span>}
        </div>
        {finding !== null && (
          <div className={finding.state === 'failed' ? undefined : styles.quiet}>{finding.text}</div>
        )}
        {finding?.remedy !== undefined && <div className={styles.quiet}>{finding.remedy}</div>}
        {finding?.inSettings === true && (
          <TextLink href={dataSourcePath(ds)} inline={false}>
            <Trans i18nKey="states.failure.open-settings">Open data source settings</Trans>
          </TextLink>
        )}
      </div>
    </li>
  );
}

function stateWords(shown: Shown): string {
  switch (shown) {
    case 'passed':
      return t('configuration.step.passed', 'Passed');
    case 'warning':
      return t('configuration.step.warning', 'Warning');
    case 'failed':
      return t('configuration.step.failed', 'Failed');
    case 'denied':
      return t('configuration.step.denied', 'Not allowed');
    case 'skipped':
      return t('configuration.step.skipped', 'Not tested');
    case 'running':
      return t('configuration.step.running', 'Running');
    case 'waiting':
      return t('configuration.step.waiting', 'Waiting');
  }
}

const getStyles = (theme: GrafanaTheme2) => {
  const quiet = css({ color: theme.colors.text.secondary });
  return {
    step: css({ display: 'flex', gap: theme.spacing(1), padding: theme.spacing(1, 0) }),
    content: css({ flex: 1, minWidth: 0, maxWidth: theme.breakpoints.values.md, overflowWrap: 'anywhere' }),
    line: css({
      display: 'flex',
      gap: theme.spacing(1),
      justifyContent: 'space-between',
      fontVariantNumeric: 'tabular-nums',
    }),
    name: css({ fontWeight: theme.typography.fontWeightMedium }),
    quiet,
    passed: css({ color: theme.colors.success.text }),
    warning: css({ color: theme.colors.warning.text }),
    failed: css({ color: theme.colors.error.text }),
    denied: quiet,
    skipped: quiet,
    running: quiet,
    waiting: quiet,
  };
};
