import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';
import { Missing } from './Missing.tsx';
import { NameText } from './NameText.tsx';

export interface Fact {
  label: string;
  /** Null if not reported. A text may be of someone else, so its hidden characters are marked. */
  value: ReactNode | null;
  /** Whether the text names a person, a team or a key: see `NameText`. Default: false. */
  personal?: boolean;
}

/** Grid of labelled values. The number of columns depends on the available width. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const styles = useStyles2(getStyles);
  return (
    <dl className={styles.facts}>
      {facts.map(({ label, value, personal = false }) => (
        <div key={label} className={styles.fact}>
          <dt className={styles.label}>{label}</dt>
          <dd className={styles.value}>
            {typeof value === 'string' ? <NameText text={value} personal={personal} /> : (value ?? <Missing />)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fill, minmax(${theme.spacing(30)}, 1fr))`,
    gap: theme.spacing(1, 2),
    margin: 0,
  }),
  fact: css({ minWidth: 0 }),
  label: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: 'normal',
  }),
  value: css({ margin: 0, overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' }),
});
