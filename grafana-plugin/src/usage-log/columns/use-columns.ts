import type { TimeZone } from '@grafana/data';
import { useCallback, useEffect, useMemo, useState } from 'react';
import {
  DEFAULT_COLUMNS,
  DEFAULT_DENSITY,
  formatColumns,
  isDensity,
  parseColumns,
  type ColumnChoice,
  type ColumnId,
  type Density,
} from '../../column-set.ts';
import type { UsageLogState } from '../../links.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { useUserSetting } from '../../store/user-settings.tsx';
import type { RecordList } from '../use-record-list.ts';
import type { Column, ColumnOptions } from './column.ts';
import type { OnResize } from './ResizeHandle.tsx';
import { useColumnOptions } from './use-column-options.ts';
import { useShownColumns } from './use-shown-columns.ts';

interface Options {
  state: UsageLogState;
  onChange: (change: Partial<UsageLogState>, replace?: boolean) => void;
  list: Pick<RecordList, 'records' | 'selection'>;
  timeZone: TimeZone;
}

/** The columns that the user sees, and the functions that change them. */
export interface Columns {
  /** In their order, without those that have no value in `records`. Null while their code loads. */
  shown: readonly Column[] | null;
  /** Widths in pixels that the user has chosen. */
  px: ReadonlyMap<ColumnId, number>;
  /** Chosen columns, in their order. */
  choices: readonly ColumnChoice[];
  density: Density;
  /** For the column menu, which has the titles of all columns. */
  options: ColumnOptions;
  choose(choices: readonly ColumnChoice[]): void;
  setDensity(density: Density): void;
  /** Returns to the default columns and density. */
  reset(): void;
  resize: OnResize;
}

/**
 * Columns and density of the URL, otherwise of the user's settings. They are written to the URL if they are not the default,
 * so that the address shows the same to someone else. What the user changes is kept in the settings.
 */
export function useColumns({ state, onChange, list: { records, selection }, timeZone }: Options): Columns {
  const { quotaPerUsd } = useLedger();
  const chosen = useChoices(state, onChange);
  const { choices, choose } = chosen;
  const { px, resize } = useWidths(choices, choose);
  const options = useColumnOptions(selection?.range ?? null, timeZone, quotaPerUsd);
  const shown = useShownColumns({ choices, density: chosen.density, options, records });
  return { ...chosen, shown, options, px, resize };
}

/** Widths that the user has chosen, also while the pointer still drags an edge. */
function useWidths(choices: readonly ColumnChoice[], choose: Columns['choose']) {
  const [dragged, setDragged] = useState<ColumnChoice | null>(null);
  const px = useMemo(() => {
    const widths = choices.map((choice) => (choice.id === dragged?.id ? dragged : choice));
    return new Map(widths.flatMap((choice) => (choice.px === null ? [] : [[choice.id, choice.px] as const])));
  }, [choices, dragged]);
  const resize = useCallback<OnResize>(
    (id, chosenPx, done) => {
      setDragged(done ? null : { id, px: chosenPx });
      if (done) {
        choose(choices.map((choice) => (choice.id === id ? { id, px: chosenPx } : choice)));
      }
    },
    [choices, choose],
  );
  return { px, resize };
}

/** Chosen columns and density, from the URL or the user's settings. */
function useChoices({ columns, density }: UsageLogState, onChange: Options['onChange']) {
  const [ownColumns, setOwnColumns] = useUserSetting('columns');
  const [ownDensity, setOwnDensity] = useUserSetting('density');
  // The URL's state is a new object at each rendering.
  const text = columns === null ? ownColumns : formatColumns(columns);
  const choices = useMemo(() => parseColumns(text).columns ?? DEFAULT_COLUMNS, [text]);
  const shownDensity = density ?? (isDensity(ownDensity) ? ownDensity : DEFAULT_DENSITY);
  const ofDefault = formatColumns(choices) === formatColumns(DEFAULT_COLUMNS);
  const missing = {
    ...(columns === null && !ofDefault && { columns: choices }),
    ...(density === null && shownDensity !== DEFAULT_DENSITY && { density: shownDensity }),
  };
  const isMissing = Object.keys(missing).length > 0;
  useEffect(() => {
    if (isMissing) {
      onChange(missing, true);
    }
  });
  const choose = useCallback(
    (chosen: readonly ColumnChoice[]) => {
      const own = formatColumns(chosen);
      const isDefault = own === formatColumns(DEFAULT_COLUMNS);
      setOwnColumns(isDefault ? '' : own);
      onChange({ columns: isDefault ? null : chosen }, true);
    },
    [setOwnColumns, onChange],
  );
  const setDensity = useCallback(
    (chosen: Density) => {
      setOwnDensity(chosen);
      onChange({ density: chosen === DEFAULT_DENSITY ? null : chosen }, true);
    },
    [setOwnDensity, onChange],
  );
  const reset = useCallback(() => {
    setOwnColumns('');
    setOwnDensity('');
    onChange({ columns: null, density: null }, true);
  }, [setOwnColumns, setOwnDensity, onChange]);
  return { choices, density: shownDensity, choose, setDensity, reset };
}
