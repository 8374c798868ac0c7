import type { FilterCondition, SearchProblem } from '@tokentrail/usage-store';
import { useCallback, useEffect, useMemo, useState } from 'react';
import {
  filterOf,
  filterOfText,
  inOrder,
  isSameFilter,
  isTooLong,
  stateOf,
  textOf,
  TOO_LONG,
  type FilterState,
} from './filters.ts';

/** Waits for further changes before the store reads the selection. */
export const FILTER_DELAY_MS = 250;

/** The filter that controls and search text show. It reaches the URL, and with it the store, after `FILTER_DELAY_MS`. */
export interface FilterControl {
  filter: FilterState;
  /** The whole filter as search text: as the user typed it, while that means the filter. */
  text: string;
  /** Why a text or a change cannot be applied. The filter is then the last one that could be. */
  problems: readonly SearchProblem[];
  setText(text: string): void;
  /** Changes the filter by a control. */
  setFilter(change: Partial<FilterState>): void;
  setConditions(conditions: readonly FilterCondition[]): void;
}

const NO_PROBLEMS: readonly SearchProblem[] = [];

interface Draft {
  filter: FilterState;
  /** What the user typed; null if a control changed the filter. */
  typed: string | null;
  problems: readonly SearchProblem[];
  /** The filter of the URL. When it changes to another one than `sent`, it replaces the draft. */
  inUrl: FilterState;
  /** What the URL was changed to, until it arrives there. */
  sent: FilterState | null;
  /** Whether the URL has an entry in the browser's history for what is being typed. */
  hasEntry: boolean;
}

/**
 * Filter of a page, which search text, controls and URL share. Typing makes one step in the browser's history; each
 * change of a control makes one.
 */
export function useFilter(
  state: FilterState,
  onChange: (change: FilterState, replace?: boolean) => void,
): FilterControl {
  const [draft, setDraft] = useState<Draft | null>(null);
  const current = draft && following(draft, state);
  if (current !== draft) {
    setDraft(current);
  }
  const filter = current?.filter ?? state;
  useEffect(() => {
    if (current === null || isSameFilter(current.filter, current.sent ?? current.inUrl)) {
      return;
    }
    const timer = setTimeout(() => {
      onChange(current.filter, current.hasEntry);
      setDraft({ ...current, sent: current.filter, hasEntry: current.typed !== null });
    }, FILTER_DELAY_MS);
    return () => clearTimeout(timer);
  }, [current, onChange]);
  const setText = useCallback(
    (typed: string) => {
      const { filter: read, problems } = filterOfText(typed);
      setDraft({
        ...(current ?? { inUrl: state, sent: null, hasEntry: false }),
        filter: problems.every(isUnfinished) ? stateOf(read) : filter,
        typed,
        problems,
      });
    },
    [current, filter, state],
  );
  const setFilter = useCallback(
    (change: Partial<FilterState>) => {
      const next = { ...filter, ...change };
      const isPossible = !isTooLong(filterOf(next));
      setDraft({
        ...(current ?? { inUrl: state, sent: null }),
        filter: isPossible ? { conditions: inOrder(next.conditions), q: next.q } : filter,
        typed: null,
        problems: isPossible ? [] : [TOO_LONG],
        hasEntry: false,
      });
    },
    [current, filter, state],
  );
  const setConditions = useCallback((conditions: readonly FilterCondition[]) => setFilter({ conditions }), [setFilter]);
  const printed = useMemo(() => textOf(filterOf(filter)), [filter]);
  return {
    filter,
    text: current?.typed ?? printed,
    problems: current?.problems ?? NO_PROBLEMS,
    setText,
    setFilter,
    setConditions,
  };
}

/** Whether a part is a condition whose value is not written yet. The rest of the search applies meanwhile. */
function isUnfinished({ part }: SearchProblem): boolean {
  return /^-?[a-z_]+:[<>=]*$/i.test(part);
}

/** The draft after the URL's filter is `state`; null if the URL was changed from outside. */
function following(draft: Draft, state: FilterState): Draft | null {
  if (isSameFilter(state, draft.inUrl)) {
    return draft;
  }
  return draft.sent && isSameFilter(state, draft.sent) ? { ...draft, inUrl: state, sent: null } : null;
}
