import type { RequestFacts } from '../types.ts';
import { copyOfKey } from './attempt-record.ts';
import { tagsOf } from './tags.ts';

/** Replaces nested objects in `facts`, which belongs to the record, by copies: the app may change its own. */
export function withOwnObjects(facts: RequestFacts): RequestFacts {
  const { key, params, tags } = facts;
  if (typeof key === 'object' && key !== null) facts.key = copyOfKey(key)!;
  if (params !== undefined) facts.params = { ...params };
  if (tags !== undefined) facts.tags = tagsOf(tags);
  return facts;
}
