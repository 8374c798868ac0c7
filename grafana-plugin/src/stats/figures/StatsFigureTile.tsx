import { css, cx } from '@emotion/css';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { Hint } from '../../components/Hint.tsx';
import { DASH, formatChange } from '../../format.ts';
import { testIds } from '../../testIds.ts';
import type { StatsPartProps } from '../stats-props.ts';
import type { Measured, StatsFigure } from './stats-figure.ts';

interface Props extends Pick<StatsPartProps, 'logPath'> {
  figure: StatsFigure;
  isOutdated: boolean;
}

/** Smaller changes have no colour. */
const MIN_CLEAR_CHANGE = 0.01;

/** One figure: the value, which links to its rows, and its change. */
export function StatsFigureTile({ figure, isOutdated, logPath }: Props) {
  const styles = useStyles2(getStyles);
  const { id, label, definition, target, values } = figure;
  return (
    <li className={cx(styles.tile, isOutdated && styles.outdated)} data-testid={testIds.stats.figure(id)}>
      <div className={styles.label}>{label}</div>
      {values === null ? (
        <div
          className={styles.pending}
          aria-label={t('stats.figures.loading', '{{label}}: loading', { label })}
          role="img"
        />
      ) : (
        <>
          <Hint
            tabStop={false}
            words={
              <div>
                <strong>{values.current.exact}</strong>
                <div>{definition}</div>
              </div>
            }
            {...(values.current.copied !== null && { copied: values.current.copied })}
          >
            {/* Grafana's TextLink would decode the escapes of the address. */}
            <a href={locationUtil.assureBaseUrl(logPath(target))} className={styles.value}>
              {values.current.value}
            </a>
          </Hint>
          <Change better={figure.better} values={values} />
        </>
      )}
    </li>
  );
}

function Change({ better, values }: { better: StatsFigure['better']; values: NonNullable<StatsFigure['values']> }) {
  const styles = useStyles2(getStyles);
  const { current, previous } = values;
  const words = t('stats.figures.before', 'Period before: {{value}}', {
    value: previous.exact,
    interpolation: { escapeValue: false },
  });
  return (
    <div className={styles.change}>
      <Hint words={words} tabStop={false}>
        <span className={styles[toneOf(better, values)]}>{changeOf(current, previous)}</span>
        <span className="sr-only">{`. ${words}`}</span>
      </Hint>
    </div>
  );
}

/** The change in percent; of lower bounds that of what is known. */
function changeOf(current: Measured, previous: Measured): string {
  if (current.number === null || previous.number === null) {
    return DASH;
  }
  const change = formatChange(current.number, previous.number);
  return (current.isLowerBound || previous.isLowerBound) && change !== DASH ? `≈ ${change}` : change;
}

/** Whether a change is for the better. */
function toneOf(
  better: StatsFigure['better'],
  { current: { number: now }, previous: { number: before } }: NonNullable<StatsFigure['values']>,
): 'good' | 'bad' | 'neutral' {
  if (better === null || now === null || before === null || before === 0) {
    return 'neutral';
  }
  if (Math.abs(now / before - 1) < MIN_CLEAR_CHANGE) {
    return 'neutral';
  }
  return now > before === (better === 'more') ? 'good' : 'bad';
}

const getStyles = (theme: GrafanaTheme2) => ({
  tile: css({
    minWidth: 0,
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    minHeight: theme.spacing(10),
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  }),
  outdated: css({ opacity: 0.6 }),
  label: css({ fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary }),
  value: css({
    ...theme.typography.h4,
    color: theme.colors.text.primary,
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: theme.spacing(0.25) },
  }),
  pending: css({
    width: theme.spacing(10),
    height: theme.spacing(3),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.action.hover,
  }),
  change: css({ fontSize: theme.typography.bodySmall.fontSize }),
  good: css({ color: theme.colors.success.text }),
  bad: css({ color: theme.colors.error.text }),
  neutral: css({ color: theme.colors.text.secondary }),
});
