import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React, { useRef, type PointerEvent } from 'react';
import { clampedPx, type ColumnId } from '../../column-set.ts';
import { testIds } from '../../testIds.ts';
import { COLUMN_GAP, type Column } from './column.ts';

/**
 * Changes the width of a column. `px`: null for the width by its content. `done`: false while the user still drags.
 */
export type OnResize = (id: ColumnId, px: number | null, done: boolean) => void;

interface Props {
  column: Column;
  onResize: OnResize;
}

/** Edge of a column's title that the pointer drags. A double click returns to the width by content. */
export function ResizeHandle({ column: { id, title }, onResize }: Props) {
  const styles = useStyles2(getStyles);
  const drag = useRef<{ startX: number; startWidth: number; moved: boolean } | null>(null);
  const onMove = ({ clientX }: PointerEvent<HTMLElement>, done: boolean) => {
    const { current } = drag;
    if (current === null) {
      return;
    }
    current.moved ||= clientX !== current.startX;
    // A click on the edge keeps the width by content.
    if (current.moved) {
      onResize(id, clampedPx(current.startWidth + clientX - current.startX), done);
    }
    if (done) {
      drag.current = null;
    }
  };
  return (
    <span
      role="separator"
      aria-orientation="vertical"
      aria-label={t('usage-log.table.resize', 'Width of {{column}}', {
        column: title(),
        interpolation: { escapeValue: false },
      })}
      className={styles.handle}
      data-testid={testIds.usageLog.resize(id)}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={() => onResize(id, null, true)}
      onPointerDown={(event) => {
        const startWidth = event.currentTarget.parentElement?.getBoundingClientRect().width ?? 0;
        drag.current = { startX: event.clientX, startWidth, moved: false };
        event.currentTarget.setPointerCapture(event.pointerId);
        // No text is selected while the pointer moves.
        event.preventDefault();
      }}
      onPointerMove={(event) => onMove(event, false)}
      onPointerUp={(event) => onMove(event, true)}
      onPointerCancel={(event) => onMove(event, true)}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // Covers the gap to the next column.
  handle: css({
    position: 'absolute',
    top: 0,
    bottom: 0,
    right: theme.spacing(-COLUMN_GAP),
    width: theme.spacing(COLUMN_GAP),
    cursor: 'col-resize',
    touchAction: 'none',
    borderRight: '2px solid transparent',
    '&:hover, &:active': { borderRightColor: theme.colors.border.strong },
  }),
});
