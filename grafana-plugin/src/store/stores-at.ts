import { t } from '@grafana/i18n';
import { StoreError } from '@tokentrail/usage-store';
import { clickHouseStores } from './clickhouse-stores.ts';
import type { Stores, StoreSettings } from './stores.ts';

// Loaded with the stores, because both share the limit of open requests.
export { readAnnotations } from './annotations.ts';

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
