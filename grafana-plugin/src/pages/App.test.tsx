import { screen } from '@testing-library/react';
import { StoreError } from '@tokentrail/usage-store';
import { requestPath, usageLogPath } from '../links.ts';
import { EXAMPLE_RECORD } from '../record/example-record.ts';
import type { Stores } from '../store/stores.ts';
import { memoryAccess, memoryStores } from '../testing/memory-stores.ts';
import { mockLayout, renderApp } from '../testing/render-app.tsx';
import { testIds } from '../testIds.ts';

// The first import of @grafana/ui takes several seconds, and much longer on a busy machine.
jest.setTimeout(180_000);
beforeAll(async () => {
  mockLayout();
  await Promise.all([import('./UsageLogPage.tsx'), import('./RequestPage.tsx')]);
}, 180_000);
const WAIT = { timeout: 120_000 };

const find = (testId: string) => screen.findByTestId(testId, {}, WAIT);
const never = <T,>() => new Promise<T>(() => undefined);

describe('every page', () => {
  const paths = [usageLogPath(), requestPath(EXAMPLE_RECORD, null)];

  test.each(paths)('%s explains how to connect a store without a data source', async (path) => {
    renderApp(path, memoryAccess(memoryStores(), { dataSources: [] }));
    expect(await find(testIds.states.noDataSource)).toBeInTheDocument();
  });

  test.each(paths)('%s shows a placeholder while the stores open', async (path) => {
    renderApp(path, memoryAccess(memoryStores(), { openStores: never }));
    expect(await find(testIds.states.loading)).toBeInTheDocument();
  });

  test.each(paths)('%s shows why the stores cannot be opened', async (path) => {
    const openStores = () => Promise.reject(new StoreError('not_configured', 'Select another one.'));
    renderApp(path, memoryAccess(memoryStores(), { openStores }));
    expect(await find(testIds.states.error)).toHaveTextContent('Select another one.');
  });

  test('opens the data source of the URL', async () => {
    const openStores = jest.fn(() => never<Stores>());
    renderApp(`${usageLogPath()}?ds=other`, memoryAccess(memoryStores(), { openStores }));
    await find(testIds.states.loading);
    expect(openStores.mock.calls).toEqual([['other']]);
  });
});
