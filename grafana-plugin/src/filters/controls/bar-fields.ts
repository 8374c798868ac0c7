import type { FilterField } from '../filters.ts';

/** Filters with a button of their own. */
export const BAR_FIELDS: readonly FilterField[] = ['model', 'key', 'group', 'user', 'provider', 'state'];
