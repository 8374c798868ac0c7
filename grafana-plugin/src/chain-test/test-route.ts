import { t } from '@grafana/i18n';
import { StoreError } from '@tokentrail/usage-store';
import type { RouteTest } from '../store/kinds/store-kind.ts';
import type { Stores } from '../store/stores.ts';
import { findingOfError, passed, type Finding } from './finding.ts';

/** A data source whose routes are tested. */
export interface OpenedDataSource {
  stores: Stores;
  /** Names of the secure fields that are set. Null if they are not known. */
  secureFields: ReadonlySet<string> | null;
}

/** Sends a query through the route of a test. */
export async function testRoute(
  { query, addressField, accountFields }: RouteTest,
  { stores, secureFields }: OpenedDataSource,
  signal?: AbortSignal,
): Promise<Finding> {
  if (secureFields !== null && !secureFields.has(addressField)) {
    return findingOfError(new StoreError('not_configured', ''), 0);
  }
  const start = performance.now();
  try {
    await query(stores, signal);
    return passed(t('chain-test.step.route-passed', 'Reached, signed in and read'));
  } catch (error) {
    const accountIsSet = secureFields === null ? undefined : accountFields.every((field) => secureFields.has(field));
    return findingOfError(error, performance.now() - start, accountIsSet);
  }
}
