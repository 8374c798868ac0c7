import { clickHouseTraceReader, type TraceReader } from '@tokentrail/usage-store';
import { clickHouseProxyTransport } from './transport.ts';

/** Reads content through the data source's route for traces. */
export function traceReader(proxyUrl: string, database: string | undefined): TraceReader {
  return clickHouseTraceReader({
    traces: clickHouseProxyTransport(proxyUrl, 'traces'),
    ...(database && { database }),
  });
}
