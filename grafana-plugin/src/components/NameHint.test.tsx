import { createEvent, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { NameHint } from './NameHint.tsx';
import { HIDDEN_NAME, HideNames } from './NamesHidden.tsx';

/** Renders a name in a cell of 100 pixels that needs `neededWidth`, and points at it. */
function pointAt(name: React.ReactNode, neededWidth: number) {
  render(<div data-testid="cell">{name}</div>);
  const cell = screen.getByTestId('cell');
  Object.defineProperty(cell, 'clientWidth', { value: 100 });
  Object.defineProperty(cell, 'scrollWidth', { value: neededWidth });
  fireEvent.mouseEnter(cell.firstElementChild ?? cell);
}

test('a name that is cut off shows in the tooltip', () => {
  pointAt(<NameHint text="customer-0001" />, 101);
  expect(screen.getByRole('tooltip')).toHaveTextContent('customer-0001');
});

test('a name that fits has no tooltip', () => {
  pointAt(<NameHint text="u_1" />, 100);
  expect(screen.queryByRole('tooltip')).toBeNull();
});

test('a short form shows the full name, with its hidden characters marked', () => {
  pointAt(<NameHint text="checkout" fullText={'checkout · sk-\u202E9f3a'} />, 100);
  expect(screen.getByRole('tooltip')).toHaveTextContent('checkout · sk-U+202E9f3a');
});

test('a long name that keeps its end has the same text', () => {
  const { container } = render(<NameHint text="customer-0001" keepsEnd />);
  expect(container).toHaveTextContent('customer-0001');
  expect(container.querySelector('[data-cut-off]')).toHaveTextContent('customer-');
});

test('a hidden name is neither in the tooltip nor in a copy', () => {
  render(
    <HideNames value>
      <NameHint text="alice" fullText="alice in wonderland" personal />
    </HideNames>,
  );
  const name = screen.getByText(HIDDEN_NAME);
  fireEvent.mouseEnter(name.parentElement ?? name);
  expect(screen.getByRole('tooltip')).toHaveTextContent('Names and keys are hidden');
  const copied = new Map<string, string>();
  fireEvent(
    name,
    createEvent.copy(name, { clipboardData: { setData: (type: string, text: string) => copied.set(type, text) } }),
  );
  expect(copied.get('text/plain')).toBe(HIDDEN_NAME);
});
