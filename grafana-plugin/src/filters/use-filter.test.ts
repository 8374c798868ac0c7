import { act, renderHook } from '@testing-library/react';
import { DEFAULT_STATE, type UsageLogState } from '../links.ts';
import { filterOfText, stateOf, withValue } from './filters.ts';
import { FILTER_DELAY_MS, useFilter } from './use-filter.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const ofText = (text: string): UsageLogState => ({ ...DEFAULT_STATE, ...stateOf(filterOfText(text).filter) });

/** Renders the hook over a URL's state that follows its changes. `steps` lists these, and how each got into the history. */
function setUp(text: string) {
  let state = ofText(text);
  const steps: string[] = [];
  const onChange = (change: Partial<UsageLogState>, replace = false) => {
    state = { ...state, ...change };
    steps.push(`${replace ? 'replaces' : 'adds'} ${JSON.stringify(change.q)} ${change.conditions?.length ?? 0}`);
  };
  const hook = renderHook(() => useFilter(state, onChange));
  return {
    control: () => hook.result.current,
    steps,
    wait: (ms = FILTER_DELAY_MS) =>
      act(() => {
        jest.advanceTimersByTime(ms);
        hook.rerender();
      }),
    /** Changes the URL from outside, as Back does. */
    go: (text: string) => {
      state = ofText(text);
      hook.rerender();
    },
  };
}

test('typing changes the filter at once, and the URL after the delay', () => {
  const { control, steps, wait } = setUp('');
  act(() => control().setText('gpt  stream:yes '));
  expect(control().filter).toMatchObject({ q: 'gpt', conditions: [{ field: 'stream', value: true }] });
  wait(FILTER_DELAY_MS - 1);
  expect(steps).toEqual([]);
  wait(1);
  expect(steps).toEqual(['adds "gpt" 1']);
  expect(control().text).toBe('gpt  stream:yes ');
});

test('typing is one step in the history', () => {
  const { control, steps, wait } = setUp('');
  for (const text of ['g', 'gp', 'gpt']) {
    act(() => control().setText(text));
    wait();
  }
  expect(steps).toEqual(['adds "g" 0', 'replaces "gp" 0', 'replaces "gpt" 0']);
});

test('a control prints the text again, and each of its changes is a step', () => {
  const { control, steps, wait } = setUp('');
  act(() => control().setText('  gpt   user:u'));
  wait();
  act(() => control().setConditions(withValue(control().filter.conditions, 'model', 'a', 'include')));
  expect(control().text).toBe('gpt model:a user:u');
  wait();
  act(() => control().setText('gpt'));
  wait();
  expect(steps).toEqual(['adds "gpt" 1', 'adds "gpt" 2', 'adds "gpt" 0']);
});

test('a text that cannot be read keeps the filter, and is named', () => {
  const { control, steps, wait } = setUp('gpt');
  act(() => control().setText('gpt-4o cost:>x'));
  expect(control().problems).toMatchObject([{ part: 'cost:>x' }]);
  expect(control().filter.q).toBe('gpt');
  wait();
  expect(steps).toEqual([]);
  act(() => control().setText('gpt cost:>1'));
  expect(control().problems).toEqual([]);
  wait();
  expect(steps).toEqual(['adds "gpt" 1']);
});

test('a condition without its value is left out until the value is written', () => {
  const { control } = setUp('mod');
  for (const text of ['model:', '-model:', 'cost:>', 'stream:yes duration:']) {
    act(() => control().setText(text));
    expect(control().problems).toHaveLength(1);
    expect(control().filter).toMatchObject({ q: '', conditions: text.startsWith('stream') ? [{ value: true }] : [] });
  }
});

test('a change of the URL from outside replaces what was typed', () => {
  const { control, steps, wait, go } = setUp('a');
  act(() => control().setText('abc'));
  go('model:b');
  expect(control().text).toBe('model:b');
  wait();
  expect(steps).toEqual([]);
});

test('a text that was typed does not come back when the URL returns to it', () => {
  const { control, wait, go } = setUp('');
  act(() => control().setText('  gpt'));
  wait();
  go('');
  expect(control().text).toBe('');
  go('gpt');
  expect(control().text).toBe('gpt');
});

test('a filter that is too long for a URL keeps the previous one, and is named', () => {
  const { control, steps, wait } = setUp('');
  const values = (count: number) => Array.from({ length: count }, (_, index) => `user-${'x'.repeat(100)}-${index}`);
  act(() => control().setConditions([{ field: 'user', values: values(50), folded: true }]));
  expect(control().problems).toEqual([]);
  act(() => control().setConditions([{ field: 'user', values: values(60), folded: true }]));
  expect(control().problems).toMatchObject([{ reason: 'length' }]);
  wait();
  expect(steps).toEqual(['adds "" 1']);
  expect(control().filter.conditions).toEqual([{ field: 'user', values: values(50), folded: true }]);
  act(() => control().setText(`user:${values(60).join(',')}`));
  expect(control().problems).toMatchObject([{ reason: 'length' }]);
});
