import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { Hint } from '../components/Hint.tsx';
import { failureText, failureTitle } from '../store/store-failure.ts';
import type { Figure } from './use-figure.ts';

interface Props {
  figure: Figure<unknown>;
  /** What could not be read. */
  name: string;
}

/** States in the line of the figures which of them could not be read, and why. */
export function FigureFailure({ figure: { failure, value, retry }, name }: Props) {
  const styles = useStyles2(getStyles);
  if (failure === null) {
    return null;
  }
  const values = { name, reason: failureTitle(failure.kind), interpolation: { escapeValue: false } };
  return (
    <span className={styles.failure}>
      <Hint words={failureText(failure)}>
        <Icon name="exclamation-triangle" size="sm" />{' '}
        {value === null
          ? t('figures.failure.failed-to-read', '{{name}}: {{reason}}', values)
          : t('figures.failure.stale', '{{name}} not up to date: {{reason}}', values)}
      </Hint>
      {failure.kind !== 'busy' && (
        <Button size="sm" variant="secondary" fill="text" icon="sync" onClick={retry}>
          <Trans i18nKey="figures.failure.retry">Retry</Trans>
        </Button>
      )}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  failure: css({ display: 'inline-flex', alignItems: 'center', color: theme.colors.warning.text }),
});
