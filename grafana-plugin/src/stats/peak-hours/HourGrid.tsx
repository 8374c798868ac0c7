import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useId } from 'react';
import { Hint } from '../../components/Hint.tsx';
import { SharedHints } from '../../components/SharedHints.tsx';
import { formatHour, formatWeekday } from '../../format.ts';
import { testIds } from '../../testIds.ts';
import { hourColor } from './hour-colors.ts';
import { hourText, hourValue, type HourCell, type HourFigure } from './hour-figures.ts';
import { HourTooltip } from './HourTooltip.tsx';
import { useGridCursor } from './use-grid-cursor.ts';

interface Props {
  /** One for each hour of the week. */
  cells: readonly HourCell[];
  figure: HourFigure;
  /** Value of the strongest colour. */
  highest: number;
  /** Days of the week in their order: 1 is Monday. */
  weekdays: readonly number[];
  timeZone: TimeZone;
  onOpen: (cell: HourCell, element: HTMLElement) => void;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** Hours whose time is above their column. */
const LABELLED = 3;

/** Week × hour: the stronger the colour, the higher the figure. */
export function HourGrid({ cells, figure, highest, weekdays, timeZone, onOpen }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const id = useId();
  const { focused, cellProps, onKeyDown } = useGridCursor(weekdays.length, HOURS.length);
  const idOf = (row: number, column: number) => `${id}-${row}-${column}`;
  return (
    <SharedHints focusedId={focused && idOf(focused.row, focused.column)} className={styles.scroll}>
      <div
        role="grid"
        tabIndex={-1}
        aria-label={t('stats.peak-hours.grid', 'Hours of the week')}
        className={styles.grid}
        data-testid={testIds.stats.peakHours}
        onKeyDown={onKeyDown}
      >
        <div role="row" className={styles.row}>
          <span role="columnheader">
            <span className="sr-only">{t('stats.peak-hours.weekday', 'Day')}</span>
          </span>
          {HOURS.map((hour) => (
            <span key={hour} role="columnheader" className={styles.hour}>
              <span className={hour % LABELLED === 0 ? undefined : 'sr-only'}>{formatHour(hour)}</span>
            </span>
          ))}
        </div>
        {weekdays.map((weekday, row) => (
          <div key={weekday} role="row" className={styles.row}>
            <span role="rowheader" className={styles.weekday} aria-label={formatWeekday(weekday, 'long')}>
              {formatWeekday(weekday, 'short')}
            </span>
            {HOURS.map((hour) => {
              const cell = cells[(weekday - 1) * HOURS.length + hour];
              return (
                cell && (
                  <span
                    key={hour}
                    id={idOf(row, hour)}
                    role="gridcell"
                    className={cx(styles.cell, cell.calls > 0 && styles.button)}
                    style={{
                      background: hourColor(highest === 0 ? 0 : hourValue(cell, figure) / highest, figure, theme),
                    }}
                    {...cellProps(row, hour)}
                    onClick={({ currentTarget }) => cell.calls > 0 && onOpen(cell, currentTarget)}
                    onKeyDown={({ key, currentTarget }) =>
                      key === 'Enter' && cell.calls > 0 && onOpen(cell, currentTarget)
                    }
                  >
                    <Hint words={<HourTooltip cell={cell} timeZone={timeZone} />} className={styles.hint}>
                      <span className="sr-only">{hourText(cell, figure)}</span>
                    </Hint>
                  </span>
                )
              );
            })}
          </div>
        ))}
      </div>
    </SharedHints>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ position: 'relative', overflowX: 'auto', padding: theme.spacing(0.25) }),
  grid: css({
    display: 'grid',
    gridTemplateColumns: `max-content repeat(${HOURS.length}, minmax(${theme.spacing(3)}, 1fr))`,
    gap: theme.spacing(0.25),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  row: css({ display: 'contents' }),
  // Wider than its column.
  hour: css({ width: 0, whiteSpace: 'nowrap' }),
  weekday: css({
    position: 'sticky',
    left: 0,
    zIndex: 1,
    paddingRight: theme.spacing(1),
    lineHeight: theme.spacing(3),
    background: theme.colors.background.primary,
  }),
  cell: css({
    height: theme.spacing(3),
    borderRadius: theme.shape.radius.default,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: '1px' },
  }),
  button: css({ cursor: 'pointer', '&:hover': { boxShadow: `inset 0 0 0 1px ${theme.colors.border.strong}` } }),
  hint: css({ display: 'block', height: '100%' }),
});
