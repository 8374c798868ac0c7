import {
  clickHouseLedger,
  clickHouseTraceReader,
  StoreError,
  type TraceReader,
  type UsageLedger,
} from '@tokentrail/usage-store';
import { proxyTransport } from './transport.ts';

/** Which stores a data source reads, and under which names. Viewers can read these settings. */
export interface StoreSettings {
  kind?: 'clickhouse' | 'tempo';
  /** Default: `tokentrail_ledger`. */
  ledgerDatabase?: string;
  /** Default: `tokentrail_traces`. */
  tracesDatabase?: string;
}

/** The two stores of one data source. */
export interface Stores {
  ledger: UsageLedger;
  traces: TraceReader;
}

/**
 * The stores behind a data source's routes.
 *
 * @param proxyUrl `/api/datasources/proxy/uid/<uid>`
 * @throws StoreError `not_configured` for a kind of store that cannot be read yet.
 */
export function storesBehind(proxyUrl: string, { kind, ledgerDatabase, tracesDatabase }: StoreSettings): Stores {
  if (kind === 'tempo') {
    throw new StoreError('not_configured', 'Reading from Tempo is not possible in this version: choose ClickHouse.');
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
