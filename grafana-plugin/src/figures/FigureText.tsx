import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { Hint } from '../components/Hint.tsx';
import type { SummaryFigure } from './summary-figure.ts';

/** A figure with its label. The tooltip has the exact value, which is also what is copied, and the definition. */
export function FigureText({ figure, isOutdated }: { figure: SummaryFigure; isOutdated: boolean }) {
  const styles = useStyles2(getStyles);
  const { value, label, labelFirst, typical, exact, definition, copied } = figure;
  if (value === null) {
    return (
      <span className={styles.figure} aria-label={t('figures.figure.loading', '{{label}}: loading', { label })}>
        <Ordered labelFirst={labelFirst} value={<span className={styles.pending}>{typical}</span>} label={label} />
      </span>
    );
  }
  const words = (
    <div>
      <strong>{exact}</strong>
      <div>{definition}</div>
    </div>
  );
  return (
    <span className={cx(styles.figure, isOutdated && styles.outdated)} data-figure={figure.id}>
      <Hint words={words} {...(copied !== null && { copied })}>
        <Ordered labelFirst={labelFirst} value={<strong className={styles.value}>{value}</strong>} label={label} />
      </Hint>
    </span>
  );
}

function Ordered({
  labelFirst = false,
  value,
  label,
}: {
  labelFirst?: boolean | undefined;
  value: React.ReactNode;
  label: string;
}) {
  return labelFirst ? (
    <>
      {label} {value}
    </>
  ) : (
    <>
      {value} {label}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  figure: css({ whiteSpace: 'nowrap' }),
  value: css({
    color: theme.colors.text.primary,
    fontWeight: theme.typography.fontWeightMedium,
    fontVariantNumeric: 'tabular-nums',
  }),
  outdated: css({ opacity: 0.6 }),
  // Takes the space of a typical value.
  pending: css({
    borderRadius: theme.shape.radius.default,
    background: theme.colors.action.hover,
    color: 'transparent',
    userSelect: 'none',
    fontVariantNumeric: 'tabular-nums',
  }),
});
