import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { useEffect, useRef, useState } from 'react';
import { testIds } from '../testIds.ts';

/** Menu of a cell. The table shows its button and opens it with the keys of context menus. */
export interface CellMenu {
  /** Whether the cell of this column has a menu. */
  has(columnId: string, record: UsageRecord): boolean;
  /** @param cell Element at which the menu opens. */
  open(columnId: string, record: UsageRecord, cell: HTMLElement): void;
}

interface Props {
  menu: CellMenu;
  records: readonly UsageRecord[];
  /** Id of the cell that the keyboard is on. */
  activeCellId: string | null;
}

/** A cell and where its button is within the table's box, in pixels. */
interface Target {
  cell: HTMLElement;
  box: { left: number; top: number; height: number };
}

/** One button for the menus of all cells, at the cell under the pointer or that the keyboard is on. */
export function CellMenuButton({ menu, records, activeCellId }: Props) {
  const styles = useStyles2(getStyles);
  const [target, setTarget] = useState<Target | null>(null);
  const anchor = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const box = anchor.current?.parentElement;
    if (!box) {
      return;
    }
    const onOver = ({ target: over }: Event) => {
      if (over instanceof Element && anchor.current?.contains(over) !== true) {
        setTarget(targetAt(over.closest<HTMLElement>('[data-column]'), box));
      }
    };
    const hide = () => setTarget(null);
    box.addEventListener('mouseover', onOver);
    box.addEventListener('mouseleave', hide);
    box.addEventListener('scroll', hide, true);
    // After the table has scrolled to the cell.
    const frame = requestAnimationFrame(() =>
      setTarget(targetAt(activeCellId === null ? null : document.getElementById(activeCellId), box)),
    );
    return () => {
      box.removeEventListener('mouseover', onOver);
      box.removeEventListener('mouseleave', hide);
      box.removeEventListener('scroll', hide, true);
      cancelAnimationFrame(frame);
    };
  }, [activeCellId]);
  const record = records[Number(target?.cell.closest<HTMLElement>('[data-index]')?.dataset['index'])];
  const columnId = target?.cell.dataset['column'];
  return (
    <span ref={anchor}>
      {target && record && columnId !== undefined && menu.has(columnId, record) && (
        <button
          type="button"
          tabIndex={-1}
          className={styles.button}
          style={target.box}
          aria-label={t('usage-log.cell-menu.open', 'Open menu of the cell')}
          aria-haspopup="menu"
          data-testid={testIds.usageLog.cellMenu}
          onClick={() => menu.open(columnId, record, target.cell)}
        >
          <Icon name="ellipsis-v" size="sm" />
        </button>
      )}
    </span>
  );
}

/** The right end of a cell, within the box of the table. */
function targetAt(cell: HTMLElement | null, box: HTMLElement): Target | null {
  if (cell === null) {
    return null;
  }
  const { right, top, height } = cell.getBoundingClientRect();
  const outer = box.getBoundingClientRect();
  return { cell, box: { left: Math.min(right, outer.right) - outer.left, top: top - outer.top, height } };
}

const getStyles = (theme: GrafanaTheme2) => ({
  button: css({
    position: 'absolute',
    display: 'flex',
    alignItems: 'center',
    padding: 0,
    border: 0,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    color: theme.colors.text.secondary,
    transform: 'translateX(-100%)',
    '&:hover': { color: theme.colors.text.primary },
  }),
});
