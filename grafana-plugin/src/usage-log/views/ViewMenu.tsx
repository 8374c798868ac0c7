import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { RadioButtonList, useStyles2 } from '@grafana/ui';
import React from 'react';
import { GROUP_VIEWS, type GroupView } from '../../layout-parameters.ts';
import type { UsageLogState } from '../../links.ts';
import { testIds } from '../../testIds.ts';
import { groupViewWord } from '../groups/group-view.ts';
import { CreateAlert } from './CreateAlert.tsx';
import { SavedViews } from './SavedViews.tsx';

export interface ViewMenuProps {
  state: UsageLogState;
  onChange: (change: Partial<UsageLogState>) => void;
  /** Whether the store can group records. */
  canGroup: boolean;
}

const ROWS = 'rows';

/** Menu of what the usage log shows: rows or groups, and the saved views. Also creates alerts. */
export default function ViewMenu({ state, onChange, canGroup }: ViewMenuProps) {
  const styles = useStyles2(getStyles);
  const options = [
    { value: ROWS, label: t('usage-log.views.no-groups', 'None') },
    ...GROUP_VIEWS.map((view) => ({ value: view, label: groupViewWord(view) })),
  ];
  return (
    <div className={styles.menu} data-testid={testIds.usageLog.viewMenuContent}>
      {canGroup && (
        <fieldset className={styles.section}>
          <legend className={styles.title}>
            <Trans i18nKey="usage-log.views.group-by">Group by</Trans>
          </legend>
          <RadioButtonList<string>
            name="tokentrail-group-by"
            options={options}
            value={state.by ?? ROWS}
            onChange={(value) => onChange({ by: value === ROWS ? null : (value as GroupView) })}
          />
        </fieldset>
      )}
      <SavedViews state={state} onChange={onChange} />
      <CreateAlert state={state} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  menu: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    width: theme.spacing(36),
    maxWidth: '100%',
  }),
  section: css({ margin: 0, padding: 0, border: 0 }),
  title: css({
    margin: theme.spacing(0, 0, 1),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
});
