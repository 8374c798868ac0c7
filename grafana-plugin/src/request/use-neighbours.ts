import type { RecordKey, UsageRecord } from '@tokentrail/records';
import { useEffect } from 'react';
import type { UsageLogState } from '../links.ts';

/** The requests before and after the open one in the list. Null where there is none. */
export interface RequestNeighbours {
  previous: (() => void) | null;
  next: (() => void) | null;
}

/** The list from which a request was opened. */
export interface RequestList {
  records: readonly UsageRecord[];
  /** Loads what follows the last record; null if nothing follows. */
  loadMore: (() => void) | null;
  open: (record: RecordKey) => void;
  /** What it lists. */
  log: UsageLogState;
}

/** @param record the open request, one of those of the list. */
export function useNeighbours(
  { records, loadMore, open }: Omit<RequestList, 'log'>,
  record: UsageRecord | undefined,
): RequestNeighbours {
  const index = record === undefined ? -1 : records.indexOf(record);
  const [before, after] = index === -1 ? [] : [records[index - 1], records[index + 1]];
  const isLast = index !== -1 && after === undefined;
  useEffect(() => {
    // So that the next request is there when the user asks for it.
    if (isLast) {
      loadMore?.();
    }
  }, [isLast, loadMore]);
  return {
    previous: before === undefined ? null : () => open(before),
    next: after === undefined ? null : () => open(after),
  };
}

/** Fields in which Alt with an arrow has a meaning of its own. */
const USES_ARROWS = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="menu"]';

/** Alt+↑ and Alt+↓ open the request before and after. */
export function useNeighbourKeys({ previous, next }: RequestNeighbours): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const go = event.key === 'ArrowUp' ? previous : event.key === 'ArrowDown' ? next : null;
      const { target } = event;
      const isOther = event.ctrlKey || event.metaKey || event.shiftKey;
      if (
        go === null ||
        !event.altKey ||
        isOther ||
        (target instanceof Element && target.closest(USES_ARROWS) !== null)
      ) {
        return;
      }
      event.preventDefault();
      go();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [previous, next]);
}
