import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Trans } from '@grafana/i18n';
import { ClipboardButton, useStyles2 } from '@grafana/ui';
import React from 'react';
import { NameText } from '../../../components/NameText.tsx';
import { testIds } from '../../../testIds.ts';
import type { JsonIndex } from './json-index.ts';
import { pathOf, rawOf } from './json-value.ts';

/** Shows where the current value is, and copies its path or itself, as it was recorded. */
export function ValueBar({ index, value }: { index: JsonIndex; value: number }) {
  const styles = useStyles2(getStyles);
  const path = pathOf(index, value);
  return (
    <div className={styles.bar}>
      <code className={styles.path} data-testid={testIds.request.jsonPath}>
        <NameText text={path} />
      </code>
      <ClipboardButton
        size="sm"
        variant="secondary"
        fill="text"
        icon="copy"
        data-testid={testIds.request.jsonCopyPath}
        getText={() => path}
      >
        <Trans i18nKey="request.content.json.copy-path">Copy path</Trans>
      </ClipboardButton>
      <ClipboardButton
        size="sm"
        variant="secondary"
        fill="text"
        icon="copy"
        data-testid={testIds.request.jsonCopyValue}
        getText={() => rawOf(index, value)}
      >
        <Trans i18nKey="request.content.json.copy-value">Copy value</Trans>
      </ClipboardButton>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5) }),
  path: css({
    flex: `1 1 ${theme.spacing(16)}`,
    minWidth: 0,
    padding: 0,
    border: 'none',
    background: 'none',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
    maxHeight: theme.spacing(8),
    overflow: 'auto',
  }),
});
