import { createEvent, fireEvent, render, screen } from '@testing-library/react';
import type { Amount } from '@tokentrail/records';
import React from 'react';
import { AmountText } from './AmountText.tsx';

const PRICED: Amount = { nanoUsd: '21904000', state: 'priced' };
const UNKNOWN: Amount = { nanoUsd: null, state: 'unknown_price' };

const tooltip = () => screen.queryByRole('tooltip');

test('shows the exact amount on hover and on focus, in a tooltip of Grafana', () => {
  render(<AmountText amount={PRICED} />);
  const amount = screen.getByText('$0.0219');
  expect(tooltip()).toBeNull();
  fireEvent.mouseEnter(amount);
  expect(tooltip()).toHaveTextContent('$0.021904');
  fireEvent.mouseLeave(amount);
  expect(tooltip()).toBeNull();
  fireEvent.focus(amount);
  expect(tooltip()).toHaveTextContent('$0.021904');
  fireEvent.keyDown(document, { key: 'Escape' });
  expect(tooltip()).toBeNull();
});

test('copies the exact amount as plain digits', () => {
  render(<AmountText amount={PRICED} />);
  const amount = screen.getByText('$0.0219');
  const copied = new Map<string, string>();
  const event = createEvent.copy(amount, {
    clipboardData: { setData: (type: string, text: string) => copied.set(type, text) },
  });
  fireEvent(amount, event);
  expect(copied.get('text/plain')).toBe('0.021904');
  expect(event.defaultPrevented).toBe(true);
});

test('leaves a selection that goes beyond the amount to the browser', () => {
  render(
    <div>
      before <AmountText amount={PRICED} />
    </div>,
  );
  const amount = screen.getByText('$0.0219');
  window.getSelection()?.selectAllChildren(amount.parentElement ?? document.body);
  const event = createEvent.copy(amount, { clipboardData: { setData: () => {} } });
  fireEvent(amount, event);
  expect(event.defaultPrevented).toBe(false);
});

test('shows an unknown amount as a dash with the reason', () => {
  render(<AmountText amount={UNKNOWN} />);
  const dash = screen.getByRole('img', { name: 'Unknown: the price book has no price for this call' });
  expect(dash).toHaveTextContent('—');
  fireEvent.mouseEnter(dash.parentElement ?? dash);
  expect(tooltip()).toHaveTextContent('the price book has no price');
});

test('is a tab stop', () => {
  render(<AmountText amount={PRICED} />);
  expect(screen.getByText('$0.0219')).toHaveAttribute('tabindex', '0');
});
