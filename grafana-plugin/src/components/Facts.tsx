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
    <div className={styles.container}>
      <dl className={styles.facts}>
        {facts.map((fact) => (
          <div key={fact.label} className={styles[widthOf(fact)]}>
            <dt className={styles.label}>{fact.label}</dt>
            <dd className={styles.value}>
              <FactValue {...fact} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Characters that fit into one column, about: all, and beside the button that copies them. */
const COLUMN_CHARACTERS = 22;
const COPYABLE_CHARACTERS = 14;

/** Characters of an id that need a third column beside the button. */
const WIDE_COPYABLE_CHARACTERS = 28;

function widthOf({ value, copyable = false }: Fact): 'fact' | 'wide' | 'widest' {
  if (typeof value !== 'string' || value.length <= (copyable ? COPYABLE_CHARACTERS : COLUMN_CHARACTERS)) {
    return 'fact';
  }
  return copyable && value.length > WIDE_COPYABLE_CHARACTERS ? 'widest' : 'wide';
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

/** Width of a column, in units of the theme's spacing. */
const COLUMN = 18;
const COLUMN_GAP = 2;

function spanning(theme: GrafanaTheme2, columns: number) {
  const width = theme.spacing(columns * COLUMN + (columns - 1) * COLUMN_GAP);
  return { [`@container (min-width: ${width})`]: { gridColumn: `span ${columns}` } };
}

const getStyles = (theme: GrafanaTheme2) => ({
  container: css({ containerType: 'inline-size' }),
  facts: css({
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fill, minmax(min(${theme.spacing(COLUMN)}, 100%), 1fr))`,
    gap: theme.spacing(1, COLUMN_GAP),
    margin: 0,
  }),
  fact: css({ minWidth: 0 }),
  // Two or three columns, in a container that has them.
  wide: css({ minWidth: 0, ...spanning(theme, 2) }),
  widest: css({ minWidth: 0, ...spanning(theme, 2), ...spanning(theme, 3) }),
  label: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: 'normal',
  }),
  value: css({ margin: 0, overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' }),
});
