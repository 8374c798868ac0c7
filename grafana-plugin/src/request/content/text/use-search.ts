import { useCallback, useEffect, useState } from 'react';
import { NO_MATCHES, searchSteps, type Matches } from './search-text.ts';
import { useSteps } from './steps.ts';

export interface TextSearch {
  searched: string;
  setSearched: (text: string) => void;
  matches: Matches;
  /** Whether the text is still being searched. */
  isSearching: boolean;
  /** Number of the match that the user is at, from 0. */
  current: number;
  /** Goes to the next match, or with -1 to the one before. After the last one comes the first. */
  move: (by: 1 | -1) => void;
}

/** A search in a text. `onMatch` is called with the offset of each match that the user comes to. */
export function useSearch(text: string, onMatch: (offset: number) => void): TextSearch {
  const [searched, setSearched] = useState('');
  const [current, setCurrent] = useState(0);
  const found = useSteps(useCallback(() => searchSteps(text, searched), [text, searched]));
  const matches = found ?? NO_MATCHES;
  const first = matches.at[0];
  useEffect(() => {
    if (first !== undefined) {
      onMatch(first);
    }
    // A new view of the same matches does not scroll to them again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [matches]);
  const move = (by: 1 | -1) => {
    const count = matches.at.length;
    if (count > 0) {
      const next = (current + by + count) % count;
      setCurrent(next);
      onMatch(matches.at[next] ?? 0);
    }
  };
  const search = (next: string) => {
    setSearched(next);
    setCurrent(0);
  };
  return { searched, setSearched: search, matches, isSearching: found === null, current, move };
}
