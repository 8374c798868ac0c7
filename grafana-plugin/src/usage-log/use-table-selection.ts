import type { RecordKey, UsageRecord } from '@tokentrail/records';
import { useCallback, useState, type KeyboardEvent } from 'react';

/** Text that identifies a record within the table. */
export function rowIdOf(key: RecordKey | undefined): string {
  return key ? `${key.traceId}-${key.spanId}-${key.startUnixNano}-${key.sender ?? ''}` : '';
}

interface Options {
  records: readonly UsageRecord[];
  /** Opens a record's detail; null expands the row instead. */
  onOpen: ((record: UsageRecord) => void) | null;
  scrollToIndex: (index: number) => void;
}

/** The active row and the expanded rows of the table, with the keyboard and mouse actions that change them. */
export function useTableSelection({ records, onOpen, scrollToIndex }: Options) {
  const [activeId, setActiveId] = useState<string | null>(null);
  const [expandedIds, setExpandedIds] = useState<ReadonlySet<string>>(new Set());

  /** Without `expanded`, toggles the row. */
  const expand = useCallback((id: string, expanded?: boolean) => {
    setExpandedIds((previous) => {
      const next = new Set(previous);
      if (expanded ?? !previous.has(id)) {
        next.add(id);
      } else {
        next.delete(id);
      }
      return next;
    });
  }, []);

  const open = (record: UsageRecord) => {
    setActiveId(rowIdOf(record));
    if (onOpen) {
      onOpen(record);
    } else {
      expand(rowIdOf(record));
    }
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const index = records.findIndex((record) => rowIdOf(record) === activeId);
    const record = records[index];
    const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: records.length - 1 }[event.key];
    if (target !== undefined) {
      const clamped = Math.min(Math.max(target, 0), records.length - 1);
      setActiveId(records[clamped] ? rowIdOf(records[clamped]) : null);
      scrollToIndex(clamped);
    } else if (record && event.key === 'Enter') {
      open(record);
    } else if (record && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      expand(rowIdOf(record), event.key === 'ArrowRight');
    } else if (event.key === 'Escape') {
      setExpandedIds(new Set());
    } else {
      return;
    }
    event.preventDefault();
  };

  return { activeId, expandedIds, expand, open, onKeyDown };
}
