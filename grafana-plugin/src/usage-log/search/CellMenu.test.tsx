import type { DataSourceInstanceSettings } from '@grafana/data';
import { fireEvent, render, screen } from '@testing-library/react';
import type { FilterCondition } from '@tokentrail/usage-store';
import type { UsageRecord } from '@tokentrail/records';
import React from 'react';
import { HIDDEN_NAME, HideNames } from '../../components/NamesHidden.tsx';
import { EXAMPLE_RECORD } from '../../record/example-record.ts';
import { LinkedDataSourcesProvider } from '../../store/linked-data-sources.tsx';
import { mockLayout } from '../../testing/render-app.tsx';
import CellMenu from './CellMenu.tsx';

beforeAll(mockLayout);

const TEMPO = { uid: 'tempo-1', type: 'tempo', jsonData: {} } as DataSourceInstanceSettings;

function open(column: string, { namesHidden = false, chosen = [] as UsageRecord[] } = {}) {
  const toggled: UsageRecord[] = [];
  const filters: FilterCondition[] = [];
  const anchor = document.createElement('span');
  const onClose = jest.fn();
  render(
    <HideNames value={namesHidden}>
      <LinkedDataSourcesProvider value={{ trace: TEMPO, logs: null, mayExplore: true }}>
        <CellMenu
          {...{ column, anchor, onClose }}
          record={EXAMPLE_RECORD}
          chosen={{
            records: chosen,
            has: (record) => chosen.includes(record),
            toggle: (record) => toggled.push(record),
            clear: () => {},
          }}
          onFilter={(condition) => filters.push(condition)}
        />
      </LinkedDataSourcesProvider>
    </HideNames>,
  );
  return { filters, onClose, toggled };
}

const items = () => screen.getAllByRole('menuitem').map(({ textContent }) => textContent);

test('a filter of a value is passed on, and the menu closes', () => {
  const { filters, onClose } = open('user');
  expect(items()).toEqual(['Filter for value', 'Filter out value', 'Copy value', 'Compare with…']);
  fireEvent.click(screen.getByRole('menuitem', { name: 'Filter out value: u_81' }));
  expect(filters).toEqual([{ field: 'user', values: ['u_81'], folded: true, exclude: true }]);
  expect(onClose).toHaveBeenCalled();
});

test('hidden names are neither shown nor copied', () => {
  open('user', { namesHidden: true });
  expect(items()).toEqual(['Filter for value', 'Filter out value', 'Compare with…']);
  expect(screen.getByRole('menuitem', { name: `Filter for value: ${HIDDEN_NAME}` })).toBeInTheDocument();
  expect(document.body).not.toHaveTextContent('u_81');
});

test('the menu of the time and of ids opens the app’s trace', () => {
  open('trace-id');
  const link = screen.getByRole('menuitem', { name: /Open app trace/ });
  expect(link).toHaveAttribute('href', expect.stringContaining('/explore?'));
});

test('a cell without a value has nothing to filter by', () => {
  open('tier');
  expect(items()).toEqual(['No value to filter by', 'Compare with…']);
});

test('chooses the row to compare it, with the words for what that does', () => {
  const { toggled } = open('user', { chosen: [{ ...EXAMPLE_RECORD, spanId: 'f'.repeat(16) }] });
  fireEvent.click(screen.getByRole('menuitem', { name: 'Compare with the chosen row' }));
  expect(toggled).toEqual([EXAMPLE_RECORD]);
  open('user', { chosen: [EXAMPLE_RECORD] });
  expect(screen.getByRole('menuitem', { name: 'Do not compare this row' })).toBeInTheDocument();
});
