import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import type { DistinctValue } from '@tokentrail/usage-store';
import React from 'react';
import { DEFAULT_STATE, type UsageLogState } from '../../links.ts';
import { testIds } from '../../testIds.ts';
import { mockLayout, WAIT } from '../../testing/render-app.tsx';
import type { FilterField } from '../filters.ts';
import type { SuggestValues } from '../search/use-completions.ts';
import { useFilter } from '../use-filter.ts';
import FilterEditor from './FilterEditor.tsx';
import FilterPills from './FilterPills.tsx';

beforeAll(mockLayout);

interface Options {
  suggestValues?: SuggestValues | null;
  state?: Partial<UsageLogState>;
}

/** Renders the editor of a field with the pills of the filter. `text()` is the filter as search text. */
function setUp(field: FilterField, { suggestValues = null, state = {} }: Options = {}) {
  let text = '';
  const inUrl = { ...DEFAULT_STATE, ...state };
  const ignore = () => {};
  function Owner() {
    const filter = useFilter(inUrl, ignore);
    text = filter.text;
    return (
      <>
        <FilterEditor field={field} filter={filter} suggestValues={suggestValues} />
        <FilterPills filter={filter} suggestValues={suggestValues} />
      </>
    );
  }
  render(<Owner />);
  return { text: () => text };
}

const suggest =
  (...values: DistinctValue[]): SuggestValues =>
  (_field, prefix) =>
    Promise.resolve(values.filter(({ value }) => value.startsWith(prefix)));
const typeValue = (text: string) =>
  fireEvent.change(screen.getByTestId(testIds.filters.find), { target: { value: text } });
const press = (key: string) => fireEvent.keyDown(screen.getByTestId(testIds.filters.find), { key });
const values = () => screen.queryAllByTestId(testIds.filters.value).map((row) => row.dataset['value']);
const row = (value: string) => {
  const found = screen.getAllByTestId(testIds.filters.value).find(({ dataset }) => dataset['value'] === value);
  return within(found ?? document.createElement('div'));
};

test('values of the data are included, excluded and removed again', async () => {
  const { text } = setUp('model', { suggestValues: suggest({ value: 'a', count: 1200 }, { value: 'b c', count: 3 }) });
  await waitFor(() => expect(values()).toEqual(['a', 'b c', '']), WAIT);
  expect(row('a').getByText('1,200')).toBeInTheDocument();
  fireEvent.click(row('a').getByRole('checkbox'));
  fireEvent.click(row('b c').getByRole('button', { name: 'Exclude b c' }));
  expect(text()).toBe('model:a -model:"b c"');
  fireEvent.click(row('').getByRole('checkbox', { name: 'Not reported' }));
  expect(text()).toBe('model:a,"" -model:"b c"');
  fireEvent.click(row('b c').getByRole('checkbox'));
  fireEvent.click(row('a').getByRole('checkbox'));
  expect(text()).toBe('model:"","b c"');
});

test('suggestions load, narrow while typing, fail with a reason and can be repeated', async () => {
  let fails = true;
  const suggestValues: SuggestValues = async (_field, prefix) => {
    if (fails) {
      throw new Error('unreachable');
    }
    return [{ value: `${prefix}x`, count: 1 }];
  };
  setUp('user', { suggestValues });
  const failure = await screen.findByTestId(testIds.filters.failure, {}, WAIT);
  fails = false;
  fireEvent.click(within(failure).getByRole('button', { name: 'Retry' }));
  await waitFor(() => expect(values()).toEqual(['x', '']), WAIT);
  expect(screen.queryByTestId(testIds.filters.failure)).toBeNull();
  typeValue('ab');
  await waitFor(() => expect(values()).toEqual(['abx', 'ab']), WAIT);
});

test('a store without suggestions takes any text', () => {
  const { text } = setUp('group');
  expect(values()).toEqual(['']);
  typeValue(' team a ');
  press('Enter');
  expect(text()).toBe('group:"team a"');
  typeValue('a\u0000b');
  expect(values()).toEqual([]);
  expect(screen.getByText('No such value')).toBeInTheDocument();
});

test('a status is a class or a number', () => {
  const { text } = setUp('status');
  expect(values()).toEqual(['2xx', '3xx', '4xx', '5xx']);
  typeValue('600');
  expect(values()).toEqual([]);
  typeValue('404');
  press('Enter');
  typeValue('5');
  press('Enter');
  expect(text()).toBe('status:404,5xx');
});

test('↓ and ↑ move among the field and the values', () => {
  setUp('state');
  press('ArrowDown');
  expect(document.activeElement).toBe(row('success').getByRole('checkbox'));
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(row('failed').getByRole('checkbox'));
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowUp' });
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowUp' });
  expect(document.activeElement).toBe(screen.getByTestId(testIds.filters.find));
});

test('a comparison is applied when its number can be read', () => {
  const { text } = setUp('duration');
  const apply = () => screen.getByTestId(testIds.filters.apply);
  const number = () => screen.getByTestId(testIds.filters.number);
  expect(apply()).toBeDisabled();
  fireEvent.change(number(), { target: { value: 'x' } });
  expect(screen.getByText(/Enter a number of 0 or more/)).toBeInTheDocument();
  fireEvent.change(number(), { target: { value: '1.5' } });
  fireEvent.click(screen.getByRole('radio', { name: '<' }));
  fireEvent.click(screen.getByRole('radio', { name: 'min' }));
  fireEvent.click(screen.getByRole('checkbox', { name: 'Exclude these records' }));
  fireEvent.click(apply());
  expect(text()).toBe('-duration:<90000ms');
});

test('the stream is set, changed and removed', () => {
  const { text } = setUp('stream', { state: { conditions: [{ field: 'stream', value: true, exclude: true }] } });
  expect(screen.getByRole('radio', { name: 'Not streamed' })).toBeChecked();
  fireEvent.click(screen.getByRole('radio', { name: 'Streamed' }));
  expect(text()).toBe('stream:yes');
  fireEvent.click(screen.getByRole('radio', { name: 'Any' }));
  expect(text()).toBe('');
});

test('removing a pill keeps the focus among the pills', () => {
  const conditions = [
    { field: 'state', values: ['failed'] },
    { field: 'stream', value: true },
  ] as const;
  const { text } = setUp('model', { state: { conditions } });
  const remove = screen.getByRole('button', { name: 'Remove the filter State = Failed' });
  act(() => remove.focus());
  fireEvent.click(remove);
  expect(text()).toBe('stream:yes');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Remove the filter Stream = Yes' }));
});
