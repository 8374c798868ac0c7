import { act, renderHook } from '@testing-library/react';
import { useDebounced } from './use-debounced.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function setUp(value = '') {
  const passedOn: string[] = [];
  const onChange = (text: string) => passedOn.push(text);
  const hook = renderHook(({ value }) => useDebounced(value, onChange, 300), { initialProps: { value } });
  const type = (text: string) => act(() => hook.result.current[1](text));
  const wait = (ms: number) => act(() => jest.advanceTimersByTime(ms));
  const shown = () => hook.result.current[0];
  return { passedOn, type, wait, shown, set: (value: string) => hook.rerender({ value }) };
}

test('shows input at once and reports it once after the delay', () => {
  const { type, wait, shown, passedOn } = setUp();
  type('g');
  wait(200);
  type('gp');
  expect(shown()).toBe('gp');
  wait(299);
  expect(passedOn).toEqual([]);
  wait(1);
  expect(passedOn).toEqual(['gp']);
});

test('replaces the input when the value changes from outside', () => {
  const { shown, set, wait, passedOn } = setUp('old');
  set('new');
  expect(shown()).toBe('new');
  wait(1000);
  expect(passedOn).toEqual([]);
});

test('keeps newer input when an earlier change comes back', () => {
  const { type, wait, shown, set, passedOn } = setUp();
  type('gpt');
  wait(300);
  type('gpt-4');
  set('gpt');
  expect(shown()).toBe('gpt-4');
  wait(300);
  expect(passedOn).toEqual(['gpt', 'gpt-4']);
});
