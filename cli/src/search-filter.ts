import { StoreError, matcherOf, parseSearch, type RecordFilter } from '@tokentrail/usage-store';
import { UserError } from './fail.ts';

/**
 * The filter of a search text.
 * @throws UserError if it cannot be read: before anything is read or written.
 */
export function searchFilter(search: string): RecordFilter {
  try {
    matcherOf({ search });
  } catch (error) {
    throw error instanceof StoreError ? new UserError(`--search cannot be read: ${error.message}`) : error;
  }
  return { search };
}

/** The same for calls only, as in the usage log, unless the search names a type of records (`type:request`). */
export function callFilter(search: string): RecordFilter {
  const filter = searchFilter(search);
  const namesType = parseSearch(search).conditions.some(({ field }) => field === 'type');
  return namesType ? filter : { ...filter, recordTypes: ['usage'] };
}
