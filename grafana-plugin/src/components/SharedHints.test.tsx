import { createEvent, fireEvent, render, screen } from '@testing-library/react';
import type { Amount } from '@tokentrail/records';
import React from 'react';
import { AmountText } from './AmountText.tsx';
import { NameHint } from './NameHint.tsx';
import { SharedHints } from './SharedHints.tsx';

const PRICED: Amount = { nanoUsd: '21904000', state: 'priced' };

const tooltip = () => screen.queryByRole('tooltip');

function cells(focusedId: string | null = null) {
  return (
    <SharedHints focusedId={focusedId} className="">
      <span id="cost">
        <AmountText amount={PRICED} />
      </span>
      <span id="user">
        <NameHint text="u_81" fullText="u_81 of the shop" />
      </span>
    </SharedHints>
  );
}

function copied(element: Element): string | undefined {
  const texts: string[] = [];
  fireEvent(
    element,
    createEvent.copy(element, { clipboardData: { setData: (_: string, text: string) => texts.push(text) } }),
  );
  return texts[0];
}

test('one tooltip shows the hint under the pointer', () => {
  render(cells());
  fireEvent.mouseOver(screen.getByText('$0.0219'));
  expect(tooltip()).toHaveTextContent('$0.021904');
  fireEvent.mouseOver(screen.getByText('u_81'));
  expect(tooltip()).toHaveTextContent('u_81 of the shop');
  fireEvent.mouseLeave(document.getElementById('cost')?.parentElement ?? document.body);
  expect(tooltip()).toBeNull();
});

test('shows the hint of the cell that the keyboard is on, and copies its value', async () => {
  const { rerender } = render(cells('cost'));
  expect(await screen.findByRole('tooltip')).toHaveTextContent('$0.021904');
  expect(copied(screen.getByText('$0.0219'))).toBe('0.021904');
  fireEvent.keyDown(document, { key: 'Escape' });
  expect(tooltip()).toBeNull();
  rerender(cells('user'));
  expect(await screen.findByRole('tooltip')).toHaveTextContent('u_81 of the shop');
});

test('its hints are no tab stops', () => {
  render(cells());
  expect(document.querySelector('[tabindex="0"]')).toBeNull();
});
