import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { LongText } from '../../components/LongText.tsx';
import { Missing } from '../../components/Missing.tsx';
import { testIds } from '../../testIds.ts';
import type { ComparedFact } from './compared-facts.ts';
import type { ComparedGroup } from './compared-groups.ts';

interface Props {
  group: ComparedGroup;
  onlyDifferences: boolean;
}

/** One group of facts of two requests. In a narrow place the label of a row is above its values. */
export function CompareTable({ group: { title, facts }, onlyDifferences }: Props) {
  const styles = useStyles2(getStyles);
  const shown = onlyDifferences ? facts.filter(({ differs }) => differs) : facts;
  return (
    shown.length > 0 && (
      <div role="table" aria-label={title} className={styles.table}>
        <div role="row" className={styles.row}>
          <span role="columnheader">
            <h3 className={styles.title}>{title}</h3>
          </span>
          <span role="columnheader" className={styles.side}>
            {t('request.compare.left', 'This request')}
          </span>
          <span role="columnheader" className={styles.side}>
            {t('request.compare.right', 'Compared with')}
          </span>
        </div>
        {shown.map((fact) => (
          <FactRow key={fact.label} fact={fact} />
        ))}
      </div>
    )
  );
}

function FactRow({ fact }: { fact: ComparedFact }) {
  const styles = useStyles2(getStyles);
  const { label, differs } = fact;
  return (
    <div
      role="row"
      className={cx(styles.row, differs && styles.differs)}
      data-testid={testIds.request.comparedFact}
      data-differs={differs}
    >
      <span role="rowheader" className={cx(styles.label, !differs && styles.quiet)}>
        {label}
        {differs && <Icon name="exchange-alt" size="sm" title={t('request.compare.differs', 'Differs')} />}
      </span>
      <Value text={fact.left} {...fact} />
      <Value text={fact.right} {...fact} />
    </div>
  );
}

function Value({ text, label, personal }: { text: string | null } & Pick<ComparedFact, 'label' | 'personal'>) {
  const styles = useStyles2(getStyles);
  return (
    <span role="cell" className={styles.value}>
      {text === null ? <Missing /> : <LongText label={label} text={text} personal={personal} />}
    </span>
  );
}

const NARROW = 60;

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({ containerType: 'inline-size' }),
  row: css({
    display: 'grid',
    gridTemplateColumns: `minmax(0, ${theme.spacing(22)}) minmax(0, 1fr) minmax(0, 1fr)`,
    gap: theme.spacing(0, 2),
    padding: theme.spacing(0.5, 1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    [`@container (max-width: ${theme.spacing(NARROW)})`]: {
      gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
      '& > :first-child': { gridColumn: 'span 2' },
    },
  }),
  differs: css({ background: theme.colors.warning.transparent }),
  title: css({ margin: 0, fontSize: theme.typography.body.fontSize, fontWeight: theme.typography.fontWeightMedium }),
  side: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  label: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  quiet: css({ color: theme.colors.text.secondary }),
  value: css({ overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' }),
});
