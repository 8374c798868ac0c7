import { Collector } from './collector.ts';
import { daysUntil, plansOfDay } from './history.ts';
import { LOADED, loadEvent, STARTED } from './ledger-state.ts';
import { SERVICES, type Plan } from './plan.ts';
import { headOf, RecordMaker, type MadeRecord } from './spans.ts';

export interface LoadOptions {
  /** Base URL of the collector, OTLP over HTTP. */
  otlpUrl: string;
  otlpToken: string;
  /** The operator's price file. */
  pricesFile: string;
  /** End of the history, unix ms. */
  until: number;
  /** Days to load (unix ms at 00:00 UTC). Default: all of the history. */
  days?: readonly number[];
  /** Receives each record after the collector has accepted it. */
  onRecord?: (made: MadeRecord) => void;
  /** Called with the number of records when the collector has accepted all, before the ledger is marked as loaded. */
  whenSent?: (count: number) => Promise<void>;
  report: (line: string) => void;
}

/**
 * Sends the history to the collector, the newest day first, so that the first page of the usage log is complete early.
 * @returns the number of records.
 * @throws an Error if the collector rejects a record or stays unreachable.
 */
export async function loadHistory(options: LoadOptions): Promise<number> {
  const { until, days = daysUntil(until), report } = options;
  const collector = new Collector(options.otlpUrl, options.otlpToken);
  const maker = new RecordMaker(options.pricesFile, report);
  try {
    let count = await sendPlans([loadEvent(STARTED, until)], collector, maker, options);
    for (const day of days.toReversed()) {
      count += await sendPlans(plansOfDay(day, until), collector, maker, options);
    }
    await options.whenSent?.(count);
    // Last: if this program is ended before, the next start loads the same history again.
    return count + (await sendPlans([loadEvent(LOADED, until)], collector, maker, options));
  } finally {
    maker.stop();
  }
}

async function sendPlans(
  plans: readonly Plan[],
  collector: Collector,
  maker: RecordMaker,
  { onRecord, until }: LoadOptions,
): Promise<number> {
  for (const service of SERVICES) {
    const made = plans.filter((plan) => plan.service === service).map((plan) => maker.make(plan));
    // Before the records that refer to them, so that a reader of a record finds its price.
    await collector.send(headOf(service), [...maker.newPriceEntries(until), ...made.flatMap(({ spans }) => spans)]);
    if (onRecord !== undefined) made.forEach(onRecord);
  }
  return plans.length;
}
