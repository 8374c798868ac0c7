import type { DistinctField, DistinctValue } from '@tokentrail/usage-store';
import { useEffect, useMemo, useState } from 'react';
import type { StoreFailure } from '../../store/store-failure.ts';
import { useQuery } from '../../store/use-query.ts';
import type { CaretContext } from './caret-context.ts';
import { completionsAt, suggestedField, type Completion } from './completions.ts';

/** Values of a field that begin with a text, the most frequent first. */
export type SuggestValues = (field: DistinctField, prefix: string, signal: AbortSignal) => Promise<DistinctValue[]>;

export interface Completions {
  completions: readonly Completion[];
  /** The field whose values the store suggests; null if it is not asked. */
  field: DistinctField | null;
  loading: boolean;
  failure: StoreFailure | null;
}

const DELAY_MS = 200;
const NO_VALUES: readonly DistinctValue[] = [];

/** What can be written at the caret. Values load after a pause in typing; meanwhile those that are loaded are narrowed. */
export function useCompletions(context: CaretContext | null, suggestValues: SuggestValues | null): Completions {
  const field = suggestValues === null ? null : suggestedField(context);
  const prefix = useAfterPause(context?.typed ?? '', field);
  const load = useMemo(
    () =>
      field === null || suggestValues === null ? null : (signal: AbortSignal) => suggestValues(field, prefix, signal),
    [field, prefix, suggestValues],
  );
  const values = useQuery(load, field);
  const suggested = field === null ? NO_VALUES : (values.value ?? NO_VALUES);
  const completions = useMemo(() => (context === null ? [] : completionsAt(context, suggested)), [context, suggested]);
  return {
    completions,
    field,
    loading: field !== null && (values.status === 'loading' || prefix !== context?.typed),
    failure: field !== null && values.status === 'failed' ? values.failure : null,
  };
}

/** `text` after a pause in typing. Another `scope` is no typing: its text is returned at once. */
function useAfterPause(text: string, scope: unknown): string {
  const [settled, setSettled] = useState({ text, scope });
  if (settled.scope !== scope) {
    setSettled({ text, scope });
  }
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ text, scope }), DELAY_MS);
    return () => clearTimeout(timer);
  }, [text, scope]);
  return settled.scope === scope ? settled.text : text;
}
