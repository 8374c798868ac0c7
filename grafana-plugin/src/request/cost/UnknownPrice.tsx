import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, useStyles2 } from '@grafana/ui';
import React from 'react';
import { CopyButton } from '../../components/CopyButton.tsx';
import { visibleText } from '@tokentrail/records';
import { testIds } from '../../testIds.ts';
import type { PriceGap } from './price-gap.ts';

/** Says which price is missing, and offers the lines of a price file in which only the price is left to write. */
export function UnknownPrice({ gap: { title, help, lines } }: { gap: PriceGap }) {
  const styles = useStyles2(getStyles);
  return (
    <Alert title={title} severity="warning" bottomSpacing={0} topSpacing={1} data-testid={testIds.request.unknownPrice}>
      <p className={styles.help}>{help}</p>
      {lines !== null && (
        <div className={styles.copy}>
          <pre className={styles.lines} tabIndex={0} data-testid={testIds.request.priceFileLines}>
            {visibleLines(lines)}
          </pre>
          <CopyButton label={t('request.cost.price-file-lines', 'lines of the price file')} text={lines} />
        </div>
      )}
    </Alert>
  );
}

/** Names in the lines come from a call. */
function visibleLines(lines: string): string {
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => visibleText(line))
    .join('\n');
}

const getStyles = (theme: GrafanaTheme2) => ({
  help: css({ margin: 0 }),
  copy: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  }),
  lines: css({
    flex: `1 1 ${theme.spacing(30)}`,
    minWidth: 0,
    maxHeight: theme.spacing(40),
    margin: 0,
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    wordBreak: 'normal',
    overflowWrap: 'anywhere',
  }),
});
