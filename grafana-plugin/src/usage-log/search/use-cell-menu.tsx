import type { UsageRecord } from '@tokentrail/records';
import React, { lazy, Suspense, useCallback, useMemo, useState, type ReactNode } from 'react';
import type { CellMenu as CellMenuOpener } from '../CellMenuButton.tsx';
import type { ChosenRows } from '../compare/use-chosen-rows.ts';
import type { FilterControl } from '../../filters/use-filter.ts';
import { withCellFilter } from './filter-by-cell.ts';

const CellMenu = lazy(() => import('./CellMenu.tsx'));

interface OpenCell {
  column: string;
  record: UsageRecord;
  anchor: HTMLElement;
}

/** The menu of the table's cells: how the table opens it, and the menu that is open. */
export function useCellMenu({ filter, setConditions }: FilterControl, chosen: ChosenRows) {
  const [cell, setCell] = useState<OpenCell | null>(null);
  const cellMenu = useMemo<CellMenuOpener>(
    () => ({ has: () => true, open: (column, record, anchor) => setCell({ column, record, anchor }) }),
    [],
  );
  const onClose = useCallback(() => {
    // The table is one tab stop, which had the focus.
    cell?.anchor.closest<HTMLElement>('[role="treegrid"]')?.focus({ preventScroll: true });
    setCell(null);
  }, [cell]);
  const openMenu: ReactNode = cell && (
    <Suspense fallback={null}>
      <CellMenu
        {...cell}
        chosen={chosen}
        onFilter={(condition) => setConditions(withCellFilter(filter.conditions, condition))}
        onClose={onClose}
      />
    </Suspense>
  );
  return { cellMenu, openMenu };
}
