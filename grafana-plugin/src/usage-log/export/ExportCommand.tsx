import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { ClipboardButton, useStyles2 } from '@grafana/ui';
import React from 'react';
import { visibleText } from '@tokentrail/records';
import { testIds } from '../../testIds.ts';

/** A command of the TokenTrail CLI. The clipboard gets it exactly; the page marks characters that cannot be seen. */
export function ExportCommand({ command }: { command: string }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <pre
        // A part that scrolls has to be reachable by keyboard.
        tabIndex={0}
        aria-label={t('usage-log.export.command', 'Command')}
        className={styles.command}
        data-testid={testIds.usageLog.exportCommand}
      >
        {command.split(' ').map(visibleText).join(' ')}
      </pre>
      <div>
        <ClipboardButton variant="secondary" icon="copy" getText={() => command}>
          {t('usage-log.export.copy', 'Copy command')}
        </ClipboardButton>
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  command: css({
    margin: 0,
    maxHeight: theme.spacing(20),
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
