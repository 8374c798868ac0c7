import {
  clickHouseLedger,
  clickHouseTraceReader,
  StoreError,
  type TraceReader,
  type UsageLedger,
} from '@tokentrail/usage-store';
import { proxyTransport } from './transport.ts';

/** Store kind and database names of a data source. Viewers can read these settings. */
export interface StoreSettings {
  kind?: 'clickhouse' | 'tempo';
  /** Default: `tokentrail_ledger`. */
  ledgerDatabase?: string;
  /** Default: `tokentrail_traces`. */
  tracesDatabase?: string;
}

/** Ledger and traces store of one data source. */
export interface Stores {
  ledger: UsageLedger;
  traces: TraceReader;
}

/**
 * Opens the stores that a data source's routes lead to.
 *
 * @param proxyUrl `/api/datasources/proxy/uid/<uid>`
 * @throws StoreError `not_configured` for a store kind that cannot be read yet.
 */
export function storesBehind(proxyUrl: string, { kind, ledgerDatabase, tracesDatabase }: StoreSettings): Stores {
  if (kind === 'tempo') {
    throw new StoreError('not_configured', 'This version cannot read Tempo. Select ClickHouse.');
  }
  return {
    ledger: clickHouseLedger({
      ledger: proxyTransport(proxyUrl, 'ledger'),
      attempts: proxyTransport(proxyUrl, 'attempts'),
      ...(ledgerDatabase && { database: ledgerDatabase }),
    }),
    traces: clickHouseTraceReader({
      traces: proxyTransport(proxyUrl, 'traces'),
      ...(tracesDatabase && { database: tracesDatabase }),
    }),
  };
}
