import type { RecordKey, UsageRecord } from '@tokentrail/records';
import {
  useEffect,
  useRef,
  useState,
  type Dispatch,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  type SetStateAction,
} from 'react';
import { indexOfRow, isSameRow, rowIdOf } from './row-id.ts';
import type { RowRange } from './row-window.ts';
import { actionOf, type Position, type TableAction } from './table-keys.ts';
import type { UnfoldedRows } from './use-unfolded-rows.ts';

interface Options {
  records: readonly UsageRecord[];
  /** Number of cells in a row, without the unfold button. */
  columns: number;
  unfolded: UnfoldedRows;
  visible: RefObject<RowRange>;
  scrollToRow: (index: number) => void;
  /** The rendered cell at a position, if the position is on a cell. */
  cellAt: (position: Position) => HTMLElement | null;
  /** The record whose detail is open. It becomes the current row when it changes: the drawer goes from one to the next. */
  open: RecordKey | null;
  /** Opens a record's detail; null unfolds the row instead. */
  onOpen: ((record: UsageRecord) => void) | null;
  onMenu: (record: UsageRecord, cell: HTMLElement) => void;
  /** Chooses a record to compare it with another one. Undefined: rows cannot be chosen. */
  onChoose: ((record: UsageRecord) => void) | undefined;
}

/** A row stays the current one when rows are inserted above it. */
interface Cursor extends Position {
  record: UsageRecord | undefined;
  /** Whether the keyboard moved it; a mouse needs no outline. */
  byKeyboard: boolean;
}

/**
 * The current row or cell of the table, and what keyboard and mouse do there. The table keeps the focus: keys of a link,
 * button or field within it belong to that element.
 */
export function useTableCursor(options: Options) {
  const { records, unfolded, visible } = options;
  const [cursor, setCursor] = useCursor(options);
  const position = positionOf(cursor, records);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget || event.altKey || (event.metaKey && event.key !== 'Enter')) {
      return;
    }
    const record = records[position.row];
    const { first, end } = visible.current ?? { first: 0, end: 0 };
    const action = actionOf(event, position, {
      rows: records.length,
      columns: options.columns,
      pageRows: Math.max(end - first - 1, 1),
      unfolded: record !== undefined && unfolded.has(rowIdOf(record)),
    });
    if (action === null) {
      return;
    }
    event.preventDefault();
    if (action.kind === 'move') {
      setCursor(cursorAt(action.to, records, true));
      options.scrollToRow(action.to.row);
    } else {
      run(action, record, options.cellAt(position), event, options);
    }
  };
  const onFocus = (event: { target: EventTarget; currentTarget: EventTarget }) => {
    if (event.target === event.currentTarget) {
      const first = { row: visible.current?.first ?? 0, column: null };
      setCursor((current) => (positionOf(current, records).row === -1 ? cursorAt(first, records, true) : current));
    }
  };
  const onMouseDown = (event: MouseEvent<HTMLElement>) => {
    const row = rowAround(event.target);
    if (row === null) {
      return;
    }
    setCursor(cursorAt({ row: Number(row.dataset['index']), column: null }, records, false));
    if (isIn(event.target, 'button')) {
      // A button of a row is no stop of the keyboard, so it takes no focus.
      event.preventDefault();
      event.currentTarget.focus({ preventScroll: true });
    }
  };
  return {
    position,
    byKeyboard: cursor?.byKeyboard ?? false,
    on: { onKeyDown, onFocus, onMouseDown, onClick: (event: MouseEvent<HTMLElement>) => onClick(event, options) },
  };
}

/** The current row or cell. It follows the open record, so that the keyboard goes on there. */
function useCursor(options: Options): [Cursor | null, Dispatch<SetStateAction<Cursor | null>>] {
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const openId = options.open === null ? null : rowIdOf(options.open);
  useEffect(() => {
    const { records, scrollToRow } = latest.current;
    const row = openId === null ? -1 : records.findIndex((record) => rowIdOf(record) === openId);
    if (row !== -1) {
      setCursor((current) =>
        isSameRow(current?.record, records[row]) ? current : cursorAt({ row, column: null }, records, true),
      );
      scrollToRow(row);
    }
  }, [openId]);
  return [cursor, setCursor];
}

function onClick(event: MouseEvent<HTMLElement>, options: Options): void {
  const { records, unfolded } = options;
  const row = rowAround(event.target);
  const record = records[Number(row?.dataset['index'])];
  if (row === null || record === undefined) {
    return;
  }
  if (isIn(event.target, '[data-unfold]')) {
    unfolded.set(record, !unfolded.has(rowIdOf(record)));
  } else if (isIn(event.target, 'button, a:not([data-row-link])') || isSelectingText(row)) {
    return;
  } else if (!wantsNewTab(event)) {
    event.preventDefault();
    open(record, options);
  } else if (!isIn(event.target, 'a')) {
    options.onChoose?.(record);
  }
}

/** @param record That of the current row. */
function run(
  action: Exclude<TableAction, { kind: 'move' }>,
  record: UsageRecord | undefined,
  cell: HTMLElement | null,
  keys: Modifiers,
  options: Options,
): void {
  if (action.kind === 'fold-all') {
    options.unfolded.foldAll();
  } else if (record && action.kind === 'unfold') {
    options.unfolded.set(record, action.unfolded);
  } else if (record && action.kind === 'choose') {
    options.onChoose?.(record);
  } else if (record && cell && action.kind === 'menu') {
    options.onMenu(record, cell);
  } else if (record && action.kind !== 'menu' && !(action.kind === 'activate' && activate(cell, keys))) {
    open(record, options);
  }
}

function open(record: UsageRecord, { onOpen, unfolded }: Options): void {
  if (onOpen) {
    onOpen(record);
  } else {
    unfolded.set(record, !unfolded.has(rowIdOf(record)));
  }
}

type Modifiers = Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>;

function cursorAt(position: Position, records: readonly UsageRecord[], byKeyboard: boolean): Cursor {
  return { ...position, record: records[position.row], byKeyboard };
}

function positionOf(cursor: Cursor | null, records: readonly UsageRecord[]): Position {
  return cursor === null
    ? { row: -1, column: null }
    : { row: indexOfRow(records, cursor.record, cursor.row), column: cursor.column };
}

/** Clicks the link or button of a cell, with the modifier keys of the event. False if there is none. */
function activate(cell: HTMLElement | null, { ctrlKey, metaKey, shiftKey }: Modifiers): boolean {
  const target = cell?.querySelector('a, button');
  target?.dispatchEvent(
    new window.MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }),
  );
  return target !== null && target !== undefined;
}

function rowAround(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
}

function isIn(target: EventTarget, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

/** Whether text of the row is selected: a click that ends a text selection opens nothing. */
function isSelectingText(row: HTMLElement): boolean {
  const selection = window.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(row, true);
}

function wantsNewTab({ ctrlKey, metaKey, shiftKey }: Modifiers): boolean {
  return ctrlKey || metaKey || shiftKey;
}
