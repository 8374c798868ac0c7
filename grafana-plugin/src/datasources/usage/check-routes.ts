import type { TestDataSourceResponse } from '@grafana/data';
import { t } from '@grafana/i18n';
import { findingOfError } from '../../chain-test/finding.ts';
import { testRoute } from '../../chain-test/test-route.ts';
import type { StoreKind } from '../../store/kinds/store-kind.ts';
import type { Stores } from '../../store/stores.ts';

/** Tests every route of the data source, as the configuration page does, and reports the routes that failed. */
export async function checkRoutes(kind: StoreKind, open: () => Promise<Stores>): Promise<TestDataSourceResponse> {
  const start = performance.now();
  let stores: Stores;
  try {
    stores = await open();
  } catch (error) {
    return { status: 'error', message: textOf(findingOfError(error, performance.now() - start)) };
  }
  const findings = await Promise.all(
    kind.tests.map(async (test) => ({ name: test.name(), ...(await testRoute(test, { stores, secureFields: null })) })),
  );
  const problems = findings.filter(({ state }) => state !== 'passed');
  return problems.length === 0
    ? {
        status: 'success',
        message: t('data-source.check.success', 'Connected to ledger, attempts and traces.'),
      }
    : { status: 'error', message: problems.map((problem) => `${problem.name}: ${textOf(problem)}`).join(' · ') };
}

function textOf({ text, remedy }: { text: string; remedy?: string }): string {
  return remedy === undefined ? text : `${text}. ${remedy}`;
}
