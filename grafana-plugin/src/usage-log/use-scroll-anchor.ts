import type { UsageRecord } from '@tokentrail/records';
import { useLayoutEffect, useRef, type RefObject } from 'react';
import { rowIdOf } from './use-table-selection.ts';

interface Options {
  records: readonly UsageRecord[];
  scroller: RefObject<HTMLElement | null>;
  /** Height of a collapsed row in pixels. */
  rowHeight: number;
  /** A change scrolls to the first row. */
  topKey: unknown;
}

/** Keeps the first visible row where it is when rows are inserted above it, unless the list is at its top. */
export function useScrollAnchor({ records, scroller, rowHeight, topKey }: Options): void {
  const previous = useRef({ records, topKey });
  useLayoutEffect(() => {
    const before = previous.current;
    previous.current = { records, topKey };
    const element = scroller.current;
    if (element === null || element.scrollTop === 0 || before.records === records) {
      return;
    }
    if (before.topKey !== topKey) {
      element.scrollTo({ top: 0 });
      return;
    }
    const index = Math.min(Math.floor(element.scrollTop / rowHeight), before.records.length - 1);
    const id = rowIdOf(before.records[index]);
    const moved = records.findIndex((record) => rowIdOf(record) === id);
    if (moved !== -1) {
      element.scrollTo({ top: element.scrollTop + (moved - index) * rowHeight });
    }
  }, [records, topKey, scroller, rowHeight]);
}
