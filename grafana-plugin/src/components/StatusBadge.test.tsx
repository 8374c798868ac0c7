import { fireEvent, render, screen } from '@testing-library/react';
import type { UsageRecord } from '@tokentrail/records';
import React from 'react';
import { EXAMPLE_RECORD } from '../record/example-record.ts';
import { StatusBadge } from './StatusBadge.tsx';

const show = (change: Partial<UsageRecord>) => render(<StatusBadge record={{ ...EXAMPLE_RECORD, ...change }} />);

test('a call that failed after its 200 is red and has a mark that says so', () => {
  show({ state: 'failed', statusCode: 200 });
  expect(screen.getByText('200')).toHaveAttribute('data-tone', 'error');
  expect(screen.getByRole('img', { name: 'Failed after status 200 was sent' })).toBeInTheDocument();
});

test('a call that its caller closed is grey', () => {
  show({ state: 'cancelled', statusCode: 499 });
  expect(screen.getByText('499')).toHaveAttribute('data-tone', 'plain');
  expect(screen.getByRole('img', { name: 'Cancelled by the caller' })).toBeInTheDocument();
});

test.each(['pending', 'lost'] as const)('a call in the state %s has a mark of its own', (state) => {
  const { container } = show({ state, statusCode: 200 });
  const mark = container.querySelector('[aria-hidden]');
  expect(mark).not.toBeNull();
  expect(screen.queryByText('200')).toBeNull();
});

test('explains the status in a tooltip', () => {
  show({ statusCode: 302 });
  fireEvent.mouseEnter(screen.getByText('302').parentElement ?? document.body);
  expect(screen.getByRole('tooltip')).toHaveTextContent('Redirected with status 302');
});
