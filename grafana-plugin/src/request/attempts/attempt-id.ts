import type { Attempt } from '@tokentrail/records';

/** Names an attempt within its record, also in links: "<index>.<retry>". */
export function attemptId({ index, retry }: Pick<Attempt, 'index' | 'retry'>): string {
  return `${index}.${retry}`;
}
