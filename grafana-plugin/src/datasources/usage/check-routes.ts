import type { TestDataSourceResponse } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { StoreKind } from '../../store/kinds/store-kind.ts';
import { failureOf, failureText } from '../../store/store-failure.ts';
import type { Stores } from '../../store/stores.ts';

/** Sends one query through every route and reports the routes that failed. */
export async function checkRoutes(kind: StoreKind, open: () => Promise<Stores>): Promise<TestDataSourceResponse> {
  let stores: Stores;
  try {
    stores = await open();
  } catch (error) {
    return { status: 'error', message: failureText(failureOf(error)) };
  }
  const results = await Promise.all(kind.check(stores).map(({ name, query }) => check(name, query)));
  const problems = results.filter((problem) => problem !== null);
  return problems.length === 0
    ? {
        status: 'success',
        message: t('data-source.check.success', 'Connected to ledger, attempts and traces.'),
      }
    : { status: 'error', message: problems.join(' · ') };
}

async function check(name: string, query: () => Promise<unknown>): Promise<string | null> {
  try {
    await query();
    return null;
  } catch (error) {
    return `${name}: ${failureText(failureOf(error))}`;
  }
}
