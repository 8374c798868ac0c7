import type { DistinctField } from '@tokentrail/usage-store';
import React, { useCallback, useEffect, useState } from 'react';
import { useQuery } from '../../store/use-query.ts';
import type { SuggestValues } from '../search/use-completions.ts';
import type { FilterControl } from '../use-filter.ts';
import { ValuesEditor } from './ValuesEditor.tsx';

interface Props {
  field: DistinctField;
  filter: FilterControl;
  suggestValues: SuggestValues;
}

const DELAY_MS = 250;

/** Editor of the values of a field, with suggestions from the data. */
export function SuggestedValuesEditor({ field, filter, suggestValues }: Props) {
  // The values of the selection at the time of opening, so that they do not move while the user chooses.
  const [suggest, setSuggest] = useState(() => suggestValues);
  const [typed, setTyped] = useState('');
  const prefix = useDelayed(typed);
  const load = useCallback((signal: AbortSignal) => suggest(field, prefix, signal), [suggest, field, prefix]);
  const query = useQuery(load, field);
  return (
    <ValuesEditor
      field={field}
      filter={filter}
      options={query.value ?? []}
      loading={query.status === 'loading' || prefix !== typed}
      failure={query.status === 'failed' ? query.failure : null}
      // A new function repeats the query.
      onRetry={() =>
        setSuggest(
          () =>
            (...request: Parameters<SuggestValues>) =>
              suggestValues(...request),
        )
      }
      onType={setTyped}
    />
  );
}

/** `text` after a pause in typing. */
function useDelayed(text: string): string {
  const [delayed, setDelayed] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setDelayed(text), DELAY_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return delayed;
}
