import type { UsageLedger } from '../usage-ledger.ts';
import { readAttemptProviders } from './attempt-providers.ts';
import { hoursOfWeekOf, hoursOfWeekQuery } from './hours-of-week.ts';
import { readLatency } from './latency.ts';
import type { Run } from './query.ts';
import { readSeries } from './series.ts';

type SeriesReads = Pick<UsageLedger, 'series' | 'latency' | 'hoursOfWeek' | 'attemptProviders'>;

/**
 * The reads of a ledger that divide a selection by time.
 *
 * @param runOnAttempts Runs a query with the account that may read attempts.
 * @param database Identifier of the database that has the ledger.
 */
export function seriesReads(run: Run, runOnAttempts: Run, database: string): SeriesReads {
  const table = `${database}.usage_records`;
  return {
    series: (request) => readSeries(run, table, request),

    latency: (request) => readLatency(run, table, request),

    async hoursOfWeek(selection) {
      return hoursOfWeekOf(await run(hoursOfWeekQuery(table, selection), selection.signal));
    },

    attemptProviders: (request) => readAttemptProviders(runOnAttempts, database, request),
  };
}
