import type { RecordType } from '@tokentrail/records';
import type { FilterCondition, RecordFilter } from './record-filter.ts';
import { parseSearch, type SearchTerm } from './search.ts';
import { StoreError } from './store-error.ts';

/** A filter with its search text parsed: a record has one of the types and meets all conditions and terms. */
export interface FilterSelection {
  /** Undefined: all types. */
  recordTypes: readonly RecordType[] | undefined;
  conditions: readonly FilterCondition[];
  terms: readonly SearchTerm[];
}

/** Throws a `StoreError` of kind `search` if the search text cannot be read. */
export function selectionOf({ recordTypes, conditions = [], search }: RecordFilter): FilterSelection {
  const { terms, conditions: searched, problems } = parseSearch(search);
  const [problem] = problems;
  if (problem !== undefined) {
    throw new StoreError('search', `${problem.part === '' ? 'The search' : problem.part}: ${problem.message}`);
  }
  return { recordTypes, conditions: [...conditions, ...searched], terms };
}
