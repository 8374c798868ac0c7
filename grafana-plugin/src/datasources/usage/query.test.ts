import { dateTime, type DataFrame, type DataQueryRequest, type DataSourceInstanceSettings } from '@grafana/data';
import { waitFor } from '@testing-library/react';
import { lastValueFrom } from 'rxjs';
import { installGrafana } from '../../testing/grafana.ts';
import { ReplayedClickHouse } from '../../testing/replayed-clickhouse.ts';
import { recordRow } from '../../testing/rows.ts';
import { installVariables } from '../../testing/variables.ts';
import { UsageDataSource } from './DataSource.ts';
import type { UsageOptions, UsageQuery } from './types.ts';

jest.setTimeout(60_000);

const BUSY = { status: 500, body: 'Code: 202. DB::Exception: Too many simultaneous queries' };

function query(targets: UsageQuery[], more: Partial<DataQueryRequest<UsageQuery>> = {}) {
  const settings = { uid: 'x', jsonData: {} } as DataSourceInstanceSettings<UsageOptions>;
  const range = { from: dateTime(0), to: dateTime(1000) };
  return new UsageDataSource(settings).query({
    targets,
    range,
    scopedVars: {},
    ...more,
  } as unknown as DataQueryRequest<UsageQuery>);
}

test('a failed query reports its error and does not affect the others', async () => {
  const store = new ReplayedClickHouse({ records: [recordRow(0)] });
  installGrafana({ store });
  store.failWith({ status: 502, body: '' }, ({ parameters }) => parameters.has('param_filter_0'));
  const { data, errors } = await lastValueFrom(query([{ refId: 'A' }, { refId: 'B', search: 'group:shop' }]));
  expect(data.map(({ refId, length }: DataFrame) => [refId, length])).toEqual([['A', 1]]);
  expect(errors).toEqual([{ refId: 'B', message: expect.stringMatching(/^The store does not respond/) as string }]);
});

test('a query without subscribers is not sent', async () => {
  const store = new ReplayedClickHouse({ records: [recordRow(0)] });
  installGrafana({ store });
  const resume = store.pause();
  const results = ['A', 'B', 'C'].map((refId) => lastValueFrom(query([{ refId }])));
  await waitFor(() => expect(store.requests.length).toBe(3));
  const cancelled = query([{ refId: 'D', search: 'group:cancelled' }]).subscribe();
  await new Promise((resolve) => setTimeout(resolve, 100));
  cancelled.unsubscribe();
  resume();
  await Promise.all(results);
  const sent = store.requests.map(({ parameters }) => [...parameters.values()].join(' '));
  expect(sent.filter((parameters) => parameters.includes('cancelled'))).toEqual([]);
});

test('a query is repeated while the store is busy', async () => {
  const store = new ReplayedClickHouse({ records: [recordRow(0)] });
  installGrafana({ store });
  store.failWith(BUSY);
  setTimeout(() => store.recover(), 500);
  const { data, errors } = await lastValueFrom(query([{ refId: 'A' }]));
  expect([data.length, errors]).toEqual([1, undefined]);
  expect(store.requests.length).toBeGreaterThan(1);
});

test('ad-hoc filters that the ledger does not have are errors that say what to do', async () => {
  installGrafana({ store: new ReplayedClickHouse() });
  const filters = [{ key: 'model', operator: '=~', value: 'gpt.*' }];
  const { data, errors } = await lastValueFrom(query([{ refId: 'A' }], { filters }));
  expect(data).toEqual([]);
  expect(errors?.[0]?.message).toContain('use = != =| !=|');
});

test('Explore shows the query of a panel with the values of its variables and filters', async () => {
  installGrafana({ store: new ReplayedClickHouse() });
  installVariables({ model: { type: 'query', value: ['a b', 'c'] } });
  const settings = { uid: 'x', jsonData: {} } as DataSourceInstanceSettings<UsageOptions>;
  const dataSource = new UsageDataSource(settings);
  const request = { targets: [{ refId: 'A' }], range: { from: dateTime(0), to: dateTime(1) }, scopedVars: {} };
  await lastValueFrom(dataSource.query(request as unknown as DataQueryRequest<UsageQuery>));
  const filters = [{ key: 'user', operator: '!=', value: 'x' }];
  expect(dataSource.interpolateVariablesInQueries([{ refId: 'A', search: 'model:$model' }], {}, filters)).toEqual([
    { refId: 'A', search: 'model:"a b",c -user:x' },
  ]);
});
