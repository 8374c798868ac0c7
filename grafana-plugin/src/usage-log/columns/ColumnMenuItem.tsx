import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Checkbox, Icon, IconButton, useStyles2 } from '@grafana/ui';
import React, { useState, type DragEvent } from 'react';
import { COLUMN_IDS, type ColumnId } from '../../column-set.ts';
import { testIds } from '../../testIds.ts';

interface Props {
  id: ColumnId;
  title: string;
  /** Whether a loaded record has a value. */
  hasValues: boolean;
  isShown: boolean;
  isFirst: boolean;
  isLast: boolean;
  onToggle: () => void;
  /** Moves the column by this number of positions. */
  onMove: (step: number) => void;
  /** Another column is dropped here. */
  onDrop: (dragged: ColumnId) => void;
}

/** A title may have a `/`, which i18next would escape. React escapes it anyway. */
const named = (column: string) => ({ column, interpolation: { escapeValue: false } });

const DRAGGED = 'application/x-tokentrail-column';

/** A column in the menu. A shown one can be dragged, or moved with two buttons. */
export function ColumnMenuItem({ id, title, hasValues, isShown, isFirst, isLast, onToggle, onMove, onDrop }: Props) {
  const styles = useStyles2(getStyles);
  const [isTarget, setIsTarget] = useState(false);
  const drop = (event: DragEvent) => {
    setIsTarget(false);
    const dragged = COLUMN_IDS.find((known) => known === event.dataTransfer.getData(DRAGGED));
    if (dragged !== undefined && dragged !== id) {
      event.preventDefault();
      onDrop(dragged);
    }
  };
  return (
    <li
      className={cx(styles.item, isTarget && styles.target)}
      draggable={isShown}
      data-testid={testIds.usageLog.columnMenuItem(id)}
      onDragStart={({ dataTransfer }) => dataTransfer.setData(DRAGGED, id)}
      onDragOver={(event) => {
        if (isShown && event.dataTransfer.types.includes(DRAGGED)) {
          event.preventDefault();
          setIsTarget(true);
        }
      }}
      onDragLeave={() => setIsTarget(false)}
      onDrop={drop}
    >
      {isShown && <Icon name="draggabledots" className={styles.handle} aria-hidden />}
      <span className={styles.name}>
        <Checkbox label={title} value={isShown} onChange={onToggle} />
        {!hasValues && <span className={styles.note}>{t('usage-log.columns.no-values', 'no values')}</span>}
      </span>
      {isShown && (
        <span className={styles.move}>
          <IconButton
            name="arrow-up"
            size="md"
            disabled={isFirst}
            tooltip={t('usage-log.columns.move-up', 'Move {{column}} to the left', named(title))}
            onClick={() => onMove(-1)}
          />
          <IconButton
            name="arrow-down"
            size="md"
            disabled={isLast}
            tooltip={t('usage-log.columns.move-down', 'Move {{column}} to the right', named(title))}
            onClick={() => onMove(1)}
          />
        </span>
      )}
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  item: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    minHeight: theme.spacing(4),
    borderTop: '2px solid transparent',
  }),
  target: css({ borderTopColor: theme.colors.primary.border }),
  handle: css({ color: theme.colors.text.secondary, cursor: 'grab' }),
  name: css({ display: 'flex', alignItems: 'baseline', gap: theme.spacing(1), flexGrow: 1, minWidth: 0 }),
  // Targets of 24 pixels.
  move: css({ display: 'flex', gap: theme.spacing(1) }),
  note: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
