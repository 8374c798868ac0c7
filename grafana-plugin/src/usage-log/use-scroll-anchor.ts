import type { UsageRecord } from '@tokentrail/records';
import { useLayoutEffect, useRef, type RefObject } from 'react';
import { indexOfRow } from './row-id.ts';
import { offsetOf, rowAt, type RowSizes } from './row-window.ts';

interface Options {
  records: readonly UsageRecord[];
  scroller: RefObject<HTMLElement | null>;
  sizes: RowSizes;
  /** A change scrolls to the first row. */
  topKey: unknown;
}

/** Keeps the first visible row where it is when rows above it are inserted or change their height, unless the list is at its top. */
export function useScrollAnchor({ records, scroller, sizes, topKey }: Options): void {
  const previous = useRef({ records, sizes, topKey });
  useLayoutEffect(() => {
    const before = previous.current;
    previous.current = { records, sizes, topKey };
    const element = scroller.current;
    if (element === null || element.scrollTop === 0) {
      return;
    }
    if (before.topKey !== topKey) {
      element.scrollTo({ top: 0 });
      return;
    }
    if (before.records === records && before.sizes === sizes) {
      return;
    }
    const row = rowAt(element.scrollTop, before.sizes);
    const moved = indexOfRow(records, before.records[row], row);
    const change = moved === -1 ? 0 : offsetOf(moved, sizes) - offsetOf(row, before.sizes);
    if (change !== 0) {
      element.scrollTo({ top: element.scrollTop + change });
    }
  }, [records, topKey, scroller, sizes]);
}
