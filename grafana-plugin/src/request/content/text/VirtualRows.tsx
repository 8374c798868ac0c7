import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, {
  useCallback,
  useImperativeHandle,
  useState,
  type HTMLAttributes,
  type ReactNode,
  type Ref,
} from 'react';

export interface RowScroller {
  /** Scrolls as far as necessary to show a row; `middle`: to the middle of the view if it is out of sight. */
  show(row: number, middle?: boolean): void;
  /** Number of rows that fit into the view. */
  page(): number;
  focus(): void;
}

interface Props extends Omit<HTMLAttributes<HTMLDivElement>, 'children'> {
  count: number;
  renderRow: (row: number) => ReactNode;
  /** The row that has the focus of the list, and its id. Named for screen readers while it is an element of the page. */
  active?: { row: number; id: string };
  scroller: Ref<RowScroller>;
}

/** Browsers cut off a taller element, in pixels. Beyond it, the scrollbar covers the rows to scale. */
const MAX_HEIGHT = 15_000_000;
/** Rows rendered above and below the view, so that a fast scroll shows no gap. */
const OVERSCAN = 6;

/** A scrolled list of rows of one height, of which only those in view are elements of the page. */
export function VirtualRows({ count, renderRow, active, scroller, className, ...rest }: Props) {
  const styles = useStyles2(getStyles);
  const rowHeight = useTheme2().spacing.gridSize * ROW_UNITS;
  const [view, setView] = useState<HTMLDivElement | null>(null);
  const [scrolled, setScrolled] = useState<Scrolled>({ top: 0, height: 0 });
  const observe = useObserved(setView, setScrolled);
  const total = count * rowHeight;
  const height = Math.min(total, MAX_HEIGHT);
  /** Pixels of rows for each pixel of the scrollbar. */
  const scale = height > scrolled.height ? Math.max(1, (total - scrolled.height) / (height - scrolled.height)) : 1;
  useImperativeHandle(scroller, () => ({
    show: (row, middle = false) => {
      const from = scrolled.top * scale;
      const until = from + scrolled.height - rowHeight;
      const at = row * rowHeight;
      if (view !== null && (at < from || at > until)) {
        const before = middle ? scrolled.height / 2 : at < from ? 0 : scrolled.height - rowHeight;
        view.scrollTo({ top: (at - before) / scale });
      }
    },
    page: () => Math.max(1, Math.floor(scrolled.height / rowHeight) - 1),
    focus: () => view?.focus(),
  }));
  const position = Math.max(0, Math.min(scrolled.top * scale, total - scrolled.height));
  const first = Math.max(0, Math.floor(position / rowHeight) - OVERSCAN);
  const end = Math.min(count, Math.ceil((position + scrolled.height) / rowHeight) + OVERSCAN);
  return (
    <div
      {...rest}
      ref={observe}
      aria-activedescendant={active && active.row >= first && active.row < end ? active.id : undefined}
      className={cx(styles.view, className)}
      onScroll={({ currentTarget }) =>
        setScrolled({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })
      }
    >
      <div role="presentation" style={{ height, position: 'relative' }}>
        <div role="presentation" className={styles.rows} style={{ top: scrolled.top - position + first * rowHeight }}>
          {Array.from({ length: Math.max(0, end - first) }, (_, index) => renderRow(first + index))}
        </div>
      </div>
    </div>
  );
}

/** What part of the list is in view, in pixels of the scrollbar. */
interface Scrolled {
  top: number;
  height: number;
}

/** A `ref` that reports its element, and how far it is scrolled whenever its height changes. */
function useObserved(setView: (view: HTMLDivElement | null) => void, report: (scrolled: Scrolled) => void) {
  const [observer] = useState(
    () =>
      new ResizeObserver(([entry]) => {
        const element = entry?.target;
        if (element) {
          report({ top: element.scrollTop, height: element.clientHeight });
        }
      }),
  );
  return useCallback(
    (element: HTMLDivElement | null) => {
      setView(element);
      observer.disconnect();
      if (element !== null) {
        report({ top: element.scrollTop, height: element.clientHeight });
        observer.observe(element);
      }
    },
    [setView, observer, report],
  );
}

/** Height of a row, in units of the theme's spacing. */
export const ROW_UNITS = 2.5;

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({
    maxHeight: '60vh',
    overflow: 'auto',
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: theme.spacing(ROW_UNITS),
    whiteSpace: 'pre',
  }),
  rows: css({ position: 'absolute', minWidth: '100%' }),
});
