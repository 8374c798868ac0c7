import type { Totals } from '../figures.ts';
import type { RecordSelection } from '../record-selection.ts';
import { StoreError } from '../store-error.ts';
import type { UsageLedger } from '../usage-ledger.ts';
import { distinctQuery, distinctValueOf } from './distinct.ts';
import { errorGroupOf, errorsQuery } from './error-groups.ts';
import { histogramOf, histogramQuery } from './histogram.ts';
import { percentilesOf, percentilesQuery } from './percentiles.ts';
import type { Row, Run } from './query.ts';
import { listGroups } from './record-groups.ts';
import { busiestMinuteQuery, totalsOf, totalsQuery } from './totals.ts';

type Figures = Pick<UsageLedger, 'totals' | 'percentiles' | 'histogram' | 'distinct' | 'errors' | 'groups'>;

/**
 * The reads of a ledger that summarise a selection.
 *
 * @param margin False: the account of `run` may not read margins.
 */
export function figuresOf(run: Run, table: string, margin: boolean): Figures {
  return {
    totals: (selection) => readTotals(run, table, selection, margin),

    async percentiles(selection) {
      return percentilesOf(await firstRow(run(percentilesQuery(table, selection), selection.signal)));
    },

    async histogram(request) {
      return histogramOf(await run(histogramQuery(table, request), request.signal), request);
    },

    async distinct(request) {
      return (await run(distinctQuery(table, request), request.signal)).map(distinctValueOf);
    },

    async errors(request) {
      return (await run(errorsQuery(table, request), request.signal)).map(errorGroupOf);
    },

    groups: (request) => listGroups(run, table, request),
  };
}

async function readTotals(run: Run, table: string, selection: RecordSelection, margin: boolean): Promise<Totals> {
  const [sums, minute] = await Promise.all([
    firstRow(run(totalsQuery(table, selection, margin), selection.signal)),
    firstRow(run(busiestMinuteQuery(table, selection), selection.signal)),
  ]);
  return totalsOf(sums, minute, margin);
}

/** The row of an aggregate over all records. */
async function firstRow(rows: Promise<Row[]>): Promise<Row> {
  const [row] = await rows;
  if (row === undefined) {
    throw new StoreError('failed', 'The store returned no row for a total.');
  }
  return row;
}
