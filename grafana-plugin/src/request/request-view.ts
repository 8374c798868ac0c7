import type { RecordKey } from '@tokentrail/records';

/** Identifies a request as a link does: its start may be missing, and so may its sender. */
export interface RequestRef extends Omit<RecordKey, 'startUnixNano'> {
  /** Start, unix nanoseconds in decimal digits. Null if the link does not say it: the request is then searched for. */
  startUnixNano: string | null;
}

/** What of a request's detail is shown. It is in the URL of drawer and page, so that a link shows the same. */
export interface RequestView {
  /** Id of the chosen attempt, `<index>.<retry>`. Null for the one that is shown by default. */
  attempt: string | null;
  /** Key of the open tab of the content. Null for the one that is open by default. */
  tab: string | null;
  /** The request to compare with. */
  compareWith: RequestRef | null;
}

/** A request as it opens. */
export const DEFAULT_REQUEST_VIEW: RequestView = { attempt: null, tab: null, compareWith: null };
