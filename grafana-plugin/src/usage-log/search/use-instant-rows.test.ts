import { renderHook, waitFor } from '@testing-library/react';
import { EXAMPLE_RECORD } from '../../record/example-record.ts';
import { filterOfText, recordFilterOf, stateOf } from '../../filters/filters.ts';
import type { RecordList } from '../use-record-list.ts';
import { useInstantRows } from './use-instant-rows.ts';

const filterOf = (text: string) => stateOf(filterOfText(text).filter);

/** Rows that the store has read for a search. */
function listOf(text: string): RecordList {
  return {
    records: ['gpt-4o', 'gpt-4o-mini', 'o3'].map((requestModel, index) => ({
      ...EXAMPLE_RECORD,
      spanId: String(index),
      requestModel,
      targetModel: null,
      responseModel: null,
    })),
    selection: { id: text, range: { fromMs: 0, toMs: 1 }, filter: recordFilterOf(filterOf(text)), limit: 100 },
    loading: null,
    offer: { count: 1, isMore: false },
  } as unknown as RecordList;
}

/** What is shown after the filter changes to `text`, when the code that filters is loaded. */
async function shown(list: RecordList, text: string) {
  const { result } = renderHook(() => useInstantRows(list, filterOf(text)));
  await waitFor(() => expect(result.current.records.length).toBeLessThan(list.records.length));
  const { records, loading, offer } = result.current;
  return { models: records.map(({ requestModel }) => requestModel), loading, offer };
}

test('rows of the filter that the store has read stay as they are', () => {
  const list = listOf('gpt');
  expect(renderHook(() => useInstantRows(list, filterOf('gpt'))).result.current).toBe(list);
});

test('the loaded rows that meet a new filter show at once, as rows of another selection', async () => {
  expect(await shown(listOf(''), 'model:gpt-4o,o3')).toEqual({
    models: ['gpt-4o', 'o3'],
    loading: 'page',
    offer: null,
  });
  expect(await shown(listOf(''), '-mini')).toMatchObject({ models: ['gpt-4o', 'o3'] });
  expect(await shown(listOf('gpt'), 'gpt nothing')).toMatchObject({ models: [], loading: 'page' });
});

test('without a result of the store there are no rows to filter', () => {
  const list = { ...listOf(''), selection: null, records: [] };
  expect(renderHook(() => useInstantRows(list, filterOf('gpt'))).result.current).toBe(list);
});
