import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Checkbox, RadioButtonGroup, Stack, useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { useLayoutEffect, useRef } from 'react';
import { DENSITIES } from '../../column-set.ts';
import { useUserSetting } from '../../store/user-settings.tsx';
import { ColumnLists } from './ColumnLists.tsx';
import { densityLabel } from './density-label.ts';
import type { Columns } from './use-columns.ts';

interface Props {
  columns: Columns;
  records: readonly UsageRecord[];
}

/** Menu of the columns: which ones are shown and in which order, density, and whether names are hidden. */
export default function ColumnMenu({ columns, records }: Props) {
  const styles = useStyles2(getStyles);
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    moveIntoWindow(menu.current);
    menu.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div
      ref={menu}
      role="dialog"
      aria-label={t('usage-log.columns.title', 'Columns of the usage log')}
      tabIndex={-1}
      className={styles.menu}
    >
      <DisplayOptions columns={columns} />
      <ColumnLists choices={columns.choices} choose={columns.choose} options={columns.options} records={records} />
    </div>
  );
}

/** Moves a menu to the left as far as the window cuts it off on the right. */
function moveIntoWindow(menu: HTMLElement | null) {
  const excess = (menu?.getBoundingClientRect().right ?? 0) - document.documentElement.clientWidth;
  if (menu !== null && excess > 0) {
    menu.style.left = `-${excess}px`;
  }
}

/** Density, reset, and the switch that hides names. */
function DisplayOptions({ columns }: { columns: Columns }) {
  const [hideNames, setHideNames] = useUserSetting('hide-names');
  return (
    <>
      <Stack direction="row" gap={1} alignItems="center" justifyContent="space-between" wrap="wrap">
        <RadioButtonGroup
          size="sm"
          aria-label={t('usage-log.columns.density', 'Density')}
          options={DENSITIES.map((value) => ({ value, label: densityLabel(value) }))}
          value={columns.density}
          onChange={columns.setDensity}
        />
        <Button size="sm" variant="secondary" fill="text" onClick={columns.reset}>
          {t('usage-log.columns.reset', 'Reset columns')}
        </Button>
      </Stack>
      <div>
        <Checkbox
          label={t('usage-log.columns.hide-names', 'Hide names and keys')}
          value={hideNames !== ''}
          onChange={({ currentTarget }) => setHideNames(currentTarget.checked ? 'yes' : '')}
        />
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  menu: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    position: 'absolute',
    top: '100%',
    left: 0,
    zIndex: theme.zIndex.dropdown,
    width: theme.spacing(43),
    maxWidth: '90vw',
    maxHeight: '60vh',
    marginTop: theme.spacing(0.5),
    padding: theme.spacing(1.5),
    overflowY: 'auto',
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.elevated,
    boxShadow: theme.shadows.z3,
    outline: 'none',
  }),
});
