import { act, fireEvent, render, screen } from '@testing-library/react';
import { parseSearch, type DistinctValue } from '@tokentrail/usage-store';
import React, { useState } from 'react';
import { testIds } from '../../testIds.ts';
import { find, mockLayout, WAIT } from '../../testing/render-app.tsx';
import { SearchBox } from './SearchBox.tsx';
import type { SuggestValues } from './use-completions.ts';

beforeAll(() => {
  mockLayout();
  HTMLElement.prototype.scrollIntoView = () => {};
});

const MODELS: DistinctValue[] = [
  { value: 'gpt-4o', count: 1200 },
  { value: 'my model', count: 3 },
];

/** Renders the box over its own text. `asked` lists the values that were queried. */
function setUp(first = '') {
  const asked: string[] = [];
  const suggestValues: SuggestValues = async (field, prefix) => {
    asked.push(`${field}:${prefix}`);
    return MODELS.filter(({ value }) => value.startsWith(prefix));
  };
  function Owner() {
    const [text, setText] = useState(first);
    return <SearchBox {...{ text, suggestValues }} onChange={setText} problems={parseSearch(text).problems} />;
  }
  render(<Owner />);
  const input = screen.getByTestId<HTMLInputElement>(testIds.usageLog.search);
  const type = (text: string) => fireEvent.change(input, { target: { value: text } });
  act(() => input.focus());
  return { input, type, asked, press: (key: string) => fireEvent.keyDown(input, { key }) };
}

const options = async () =>
  (await screen.findAllByTestId(testIds.search.completion, {}, WAIT)).map(({ textContent }) => textContent);

test('completes a field, then its values with their counts, by keyboard', async () => {
  const { input, type, press } = setUp();
  type('mod');
  expect(await options()).toEqual([
    'model:Requested, target or responding modelgpt-4o',
    'request_model:Model that the caller requestedgpt-4o',
    'response_model:Model that respondedgpt-4o-2024-08-06',
  ]);
  expect(input).toHaveAttribute('aria-expanded', 'true');
  press('ArrowDown');
  const active = document.getElementById(input.getAttribute('aria-activedescendant') ?? '');
  expect(active).toHaveAttribute('aria-selected', 'true');
  press('Enter');
  expect(input).toHaveValue('model:');
  await screen.findByText('my model', {}, WAIT);
  expect(await options()).toEqual(['gpt-4o1,200 records', 'my model3 records', '""Not reported']);
  press('ArrowDown');
  press('ArrowDown');
  press('Tab');
  expect(input).toHaveValue('model:"my model" ');
  expect(input.selectionStart).toBe(input.value.length);
});

test('completes in the middle of a text', async () => {
  const { input, type } = setUp();
  type('acme -mo 2xx');
  act(() => input.setSelectionRange(8, 8));
  fireEvent.select(input);
  fireEvent.click(await screen.findByText('model:', {}, WAIT));
  expect(input).toHaveValue('acme -model: 2xx');
  expect(input.selectionStart).toBe('acme -model:'.length);
  expect(input).toHaveFocus();
  await screen.findByText('my model', {}, WAIT);
});

test('queries values after a pause in typing, and narrows those that are loaded meanwhile', async () => {
  const { type, asked } = setUp('model:');
  await screen.findByText('my model', {}, WAIT);
  type('model:g');
  type('model:gp');
  expect(await options()).toEqual(['gpt-4o1,200 records']);
  expect(asked).toEqual(['model:']);
  await act(() => new Promise((resolve) => setTimeout(resolve, 300)));
  expect(asked).toEqual(['model:', 'model:gp']);
});

test('Esc closes the list, and clears the text only when the list is closed', async () => {
  const { input, type, press } = setUp();
  type('mod');
  await options();
  press('Escape');
  expect(screen.queryByTestId(testIds.search.completions)).not.toBeInTheDocument();
  expect(input).toHaveValue('mod');
  press('Escape');
  expect(input).toHaveValue('');
});

test('Tab without a word, and Enter without an active option, keep their meaning', async () => {
  const { input, press } = setUp();
  await options();
  expect(press('Tab')).toBe(true);
  expect(press('Enter')).toBe(true);
  expect(input).toHaveValue('');
});

test('keys of an input method are not those of the list', async () => {
  const { input, type } = setUp();
  type('mod');
  await options();
  fireEvent.keyDown(input, { key: 'Tab', isComposing: true });
  expect(input).toHaveValue('mod');
});

test('says what to write instead of a part that cannot be read, once the caret has left it', async () => {
  const { type } = setUp();
  type('cost:>');
  expect(await find(testIds.search.problems)).toHaveTextContent('');
  type('cost:> gpt');
  expect(await find(testIds.search.problems)).toHaveTextContent(
    '“cost:>” cannot be read. Write US dollars, such as cost:>0.1.',
  );
});

test('the help shows the forms of a search', async () => {
  setUp();
  const button = screen.getByTestId(testIds.search.openHelp);
  act(() => button.focus());
  fireEvent.click(button);
  expect(await find(testIds.search.help)).toHaveTextContent('agents/invoke');
  fireEvent.keyDown(button, { key: 'Escape' });
  expect(screen.queryByTestId(testIds.search.help)).not.toBeInTheDocument();
});
