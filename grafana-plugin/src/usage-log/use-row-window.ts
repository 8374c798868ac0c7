import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { heightOf, offsetOf, renderedRows, visibleRows, type RowRange, type RowSizes } from './row-window.ts';

/** Rows rendered above and below the visible ones. */
const BEYOND = 8;
/** Rows by which the rendered range moves. */
const BLOCK = 4;
/** Rows of the first render, before the table knows its height. */
const FIRST_ROWS = 24;

interface Options {
  scroller: RefObject<HTMLElement | null>;
  sizes: RowSizes;
  /** Height of what covers the top of the scroller, in pixels. */
  headerHeight: number;
  /** Called when rows become visible or hidden, and after a change of the rows. `atTop`: the list is not scrolled. */
  onVisible: ((rows: RowRange, atTop: boolean) => void) | undefined;
}

/** Renders only the visible rows of a list that scrolls, and some beyond. */
export function useRowWindow({ scroller, sizes, headerHeight, onVisible }: Options) {
  const [range, setRange] = useState<RowRange>({ first: 0, end: FIRST_ROWS });
  const visible = useRef<RowRange>({ first: 0, end: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) {
      return;
    }
    let frame = 0;
    const measure = () => {
      const { scrollTop, clientHeight } = element;
      const { first, end } = visible.current;
      visible.current = visibleRows(scrollTop, scrollTop + clientHeight - headerHeight, sizes);
      const jumps = visible.current.first >= end || visible.current.end <= first;
      const next = renderedRows(visible.current, sizes.count, jumps ? 0 : BEYOND, BLOCK);
      cancelAnimationFrame(frame);
      if (jumps) {
        // All rows are new, so those beyond come in the animation frame after.
        frame = requestAnimationFrame(() => (frame = requestAnimationFrame(measure)));
      }
      setRange((previous) => (previous.first === next.first && previous.end === next.end ? previous : next));
      onVisible?.(visible.current, scrollTop === 0);
    };
    measure();
    // In the same animation frame as the scroll event; otherwise the browser shows an empty part first.
    const onScroll = () => flushSync(measure);
    element.addEventListener('scroll', onScroll, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [scroller, sizes, headerHeight, onVisible]);

  const scrollToRow = (index: number) => {
    const element = scroller.current;
    if (element === null) {
      return;
    }
    const top = offsetOf(index, sizes);
    const lowest = top + sizes.rowHeight - (element.clientHeight - headerHeight);
    if (top < element.scrollTop || lowest > element.scrollTop) {
      element.scrollTo({ top: top < element.scrollTop ? top : lowest });
    }
  };
  const end = Math.min(range.end, sizes.count);
  const first = Math.min(range.first, end);
  return { first, end, offset: offsetOf(first, sizes), height: heightOf(sizes), visible, scrollToRow };
}
