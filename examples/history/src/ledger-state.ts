import { clickHouseLedger, httpTransport, type UsageLedger } from '@tokentrail/usage-store';
import { EXAMPLE_TAGS, type EventPlan } from './plan.ts';
import { DAY_MS, HOUR_MS } from './rhythm.ts';

/** Names of the events that the ledger contains from the begin, and from the end, of a load. */
export const STARTED = 'example_history_started';
export const LOADED = 'example_history_loaded';

/** Longer than the ledger keeps records. */
const EVER_MS = 800 * DAY_MS;
/** Records younger than this are from the programs that were started with the load. */
const NEW_MS = HOUR_MS;
const PAGE = 500;

/** What is to be done: a load that ends at `until` (unix ms), or nothing for a reason. */
export type Decision = { until: number } | { skip: string };

export interface LedgerAccount {
  url: string;
  password: string;
}

/**
 * Decides whether the ledger gets the history: only if it is new, or if an earlier load did not end. That load is then
 * repeated with the same end, so that it makes the same records and the ledger keeps each once.
 * @throws StoreError if the ledger cannot be read.
 */
export async function decide({ url, password }: LedgerAccount, now: number): Promise<Decision> {
  const account = httpTransport({ url, user: 'tokentrail_ledger_reader', password });
  const ledger = clickHouseLedger({ ledger: account, attempts: account, margin: false });
  const events = await loadEvents(ledger, now);
  if (events.has(LOADED)) return { skip: 'the ledger has the example history already' };
  const until = events.get(STARTED);
  if (until !== undefined) return { until };
  const range = { fromMs: now - EVER_MS, toMs: now - NEW_MS };
  const { records } = await ledger.list({ range, filter: {}, limit: 1 });
  return records.length === 0 ? { until: now } : { skip: 'the ledger has records of its own' };
}

/** Start times (unix ms) of the events of a load, by their name. */
async function loadEvents(ledger: UsageLedger, now: number): Promise<Map<string, number>> {
  const events = new Map<string, number>();
  const range = { fromMs: now - EVER_MS, toMs: now + DAY_MS };
  const request = { range, filter: { recordTypes: ['system'] as const }, limit: PAGE };
  let page = await ledger.list(request);
  for (;;) {
    for (const { eventName, startUnixNano } of page.records) {
      if (eventName !== null) events.set(eventName, Number(BigInt(startUnixNano) / 1_000_000n));
    }
    if (page.next === null) return events;
    page = await ledger.list({ ...request, before: page.next });
  }
}

/** The event that marks the begin or the end of the load whose history ends at `until`. */
export function loadEvent(name: typeof STARTED | typeof LOADED, until: number): EventPlan {
  return {
    type: 'system',
    service: 'shop-gateway',
    start: until,
    name,
    facts: { tags: EXAMPLE_TAGS, requestId: name },
  };
}
