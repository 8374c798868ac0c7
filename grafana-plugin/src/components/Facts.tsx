import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';
import { CopyableText } from './CopyableText.tsx';
import { LongText } from './LongText.tsx';
import { Missing } from './Missing.tsx';

export interface Fact {
  label: string;
  /** Null if not reported. A text may be of someone else, so its hidden characters are marked. */
  value: ReactNode | null;
  /** Offers to copy a text. Default: false. */
  copyable?: boolean;
  /** Whether a text names or identifies someone: see `NameText`. Default: false. */
  personal?: boolean;
}

/** Grid of labelled values. The number of columns depends on the available width. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const styles = useStyles2(getStyles);
  return (
    <dl className={styles.facts}>
      {facts.map((fact) => (
        <div key={fact.label} className={styles.fact}>
          <dt className={styles.label}>{fact.label}</dt>
          <dd className={styles.value}>
            <FactValue {...fact} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FactValue({ label, value, copyable = false, personal = false }: Fact) {
  if (typeof value !== 'string') {
    return <>{value ?? <Missing />}</>;
  }
  return copyable ? (
    <CopyableText label={label} text={value} personal={personal} />
  ) : (
    <LongText label={label} text={value} personal={personal} />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fill, minmax(min(${theme.spacing(26)}, 100%), 1fr))`,
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
