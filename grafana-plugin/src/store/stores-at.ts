import { t } from '@grafana/i18n';
import { StoreError } from '@tokentrail/usage-store';
import { clickHouseStores } from './clickhouse-stores.ts';
import type { ReadAnnotations, Stores, StoreSettings } from './stores.ts';

/**
 * Loaded from here, because annotations and stores share the limit of open requests, and on first use, so that the list does not wait
 * for it.
 */
export const readAnnotations: ReadAnnotations = async (range, signal) => {
  const annotations = await import('./annotations.ts');
  return annotations.readAnnotations(range, signal);
};

/**
 * Opens the stores behind the routes of a data source. The texts of its settings are in `kinds/`, which a page does not load.
 *
 * @param proxyUrl `/api/datasources/proxy/uid/<uid>`
 * @throws StoreError `not_configured` for a store kind that cannot be read yet.
 */
export function storesAt(proxyUrl: string, settings: StoreSettings): Stores {
  if (settings.kind === 'tempo') {
    throw new StoreError(
      'not_configured',
      t('store.tempo.cannot-read', 'This version cannot read Tempo. Select ClickHouse.'),
    );
  }
  return clickHouseStores(proxyUrl, settings);
}
