import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { CostLine } from '@tokentrail/records';
import React from 'react';
import { LongText } from '../../components/LongText.tsx';
import { testIds } from '../../testIds.ts';
import type { IncludedPart } from './included-parts.ts';
import { LineTable } from './LineTable.tsx';

interface Props {
  lines: readonly CostLine[];
  formula: string | null;
  /** Why there are no lines; null if it is said elsewhere. */
  missing: string | null;
  /** See `LineTable`. */
  included?: readonly IncludedPart[];
}

/** Rows that a table shows at most. A call with many attempts has some lines for each. */
const MAX_LINES = 50;

/** What was billed, at which price, and the formula that the amounts follow from. */
export function CostLines({ lines, formula, missing, included }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <>
      {lines.length > 0 && <LineTable lines={lines.slice(0, MAX_LINES)} {...(included && { included })} />}
      {lines.length === 0 && missing !== null && <p className={styles.note}>{missing}</p>}
      {lines.length > MAX_LINES && (
        <p className={styles.note}>
          {t('request.cost.more-lines', '', {
            count: lines.length - MAX_LINES,
            defaultValue_one: 'and {{count}} more line',
            defaultValue_other: 'and {{count}} more lines',
          })}
        </p>
      )}
      {formula !== null && (
        <p className={styles.formula} data-testid={testIds.request.formula}>
          <span className={styles.label}>
            <Trans i18nKey="request.cost.formula">Formula</Trans>
          </span>{' '}
          <code>
            <LongText label={t('request.cost.formula', 'Formula')} text={formula} />
          </code>
        </p>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ color: theme.colors.text.secondary, margin: theme.spacing(1, 0, 0) }),
  label: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  formula: css({
    margin: theme.spacing(1, 0, 0),
    overflowWrap: 'anywhere',
    // A frame around all lines.
    '& code': { display: 'inline-block', maxWidth: '100%', whiteSpace: 'normal' },
  }),
});
