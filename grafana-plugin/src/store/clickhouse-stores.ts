import { clickHouseLedger, type TraceReader } from '@tokentrail/usage-store';
import { mayReadTraces } from '../user.ts';
import type { Stores, StoreSettings } from './stores.ts';
import { clickHouseProxyTransport } from './transport.ts';

/** Opens the stores on ClickHouse behind the routes of a data source. */
export function clickHouseStores(proxyUrl: string, settings: StoreSettings): Stores {
  return {
    ...ledgersOf(proxyUrl, settings),
    traces: tracesOf(proxyUrl, settings),
    exportLink: async (request) => {
      // Loaded when a user exports, so that the list does not wait for it.
      const { exportLink } = await import('./export-link.ts');
      return exportLink(`${proxyUrl}/${recordsRoute(settings)}`, request, settings.ledgerDatabase);
    },
  };
}

/** The reader loads with the first content, so that the list does not wait for it. */
function tracesOf(proxyUrl: string, { tracesDatabase }: StoreSettings): TraceReader {
  const reader = async () => {
    const { traceReader } = await import('./trace-reader.ts');
    return traceReader(proxyUrl, tracesDatabase);
  };
  return {
    contentSizes: async (key, signal) => (await reader()).contentSizes(key, signal),
    content: async (key, names, signal) => (await reader()).content(key, names, signal),
    appSpans: async (traceId, range, signal) => (await reader()).appSpans(traceId, range, signal),
    oldestMs: async (signal) => (await reader()).oldestMs(signal),
  };
}

/** The route by which the user reads records. */
function recordsRoute({ hideMargin }: StoreSettings): 'ledger' | 'attempts' {
  return hideMargin === '1' && mayReadTraces() ? 'attempts' : 'ledger';
}

/**
 * If the ledger hides margins, administrators read it with the account of the attempts, which sees everything. Grafana's server
 * decides who may use that route.
 */
function ledgersOf(
  proxyUrl: string,
  { ledgerDatabase, hideMargin }: StoreSettings,
): Pick<Stores, 'ledger' | 'viewersLedger'> {
  const attempts = clickHouseProxyTransport(proxyUrl, 'attempts');
  const common = { attempts, ...(ledgerDatabase && { database: ledgerDatabase }) };
  const isHidden = hideMargin === '1';
  const viewersLedger = clickHouseLedger({
    ...common,
    ledger: clickHouseProxyTransport(proxyUrl, 'ledger'),
    margin: !isHidden,
  });
  return isHidden && mayReadTraces()
    ? { ledger: clickHouseLedger({ ...common, ledger: attempts }), viewersLedger }
    : { ledger: viewersLedger };
}
