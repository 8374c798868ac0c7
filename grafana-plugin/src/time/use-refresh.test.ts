import { act, renderHook } from '@testing-library/react';
import { useRefreshes } from './use-refresh.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  setVisible(true);
  jest.useRealTimers();
});

function setVisible(visible: boolean) {
  Object.defineProperty(document, 'visibilityState', { configurable: true, value: visible ? 'visible' : 'hidden' });
  document.dispatchEvent(new Event('visibilitychange'));
}

function setUp(interval: string) {
  const started: ('by hand' | 'by timer')[] = [];
  const start = (byHand: boolean) => started.push(byHand ? 'by hand' : 'by timer');
  const hook = renderHook(({ interval, loading }) => useRefreshes(interval, loading, start), {
    initialProps: { interval, loading: false },
  });
  return {
    started,
    refresh: () => act(() => hook.result.current()),
    setLoading: (loading: boolean) => hook.rerender({ interval, loading }),
    setInterval: (next: string) => hook.rerender({ interval: next, loading: false }),
    wait: (ms: number) => act(() => jest.advanceTimersByTime(ms)),
  };
}

test('starts a refresh after the interval, counted from the end of the previous query', () => {
  const { started, setLoading, wait } = setUp('5s');
  wait(4999);
  expect(started).toEqual([]);
  wait(1);
  expect(started).toHaveLength(1);
  setLoading(true);
  wait(60_000);
  expect(started).toHaveLength(1);
  setLoading(false);
  wait(4999);
  expect(started).toHaveLength(1);
  wait(1);
  expect(started).toEqual(['by timer', 'by timer']);
});

test('starts none without an interval', () => {
  const { started, wait, setInterval } = setUp('');
  wait(3_600_000);
  expect(started).toEqual([]);
  setInterval('10s');
  wait(10_000);
  expect(started).toHaveLength(1);
});

test('pauses in a hidden tab, and refreshes when the tab is shown and a refresh is due', () => {
  const { started, wait } = setUp('5s');
  act(() => setVisible(false));
  wait(60_000);
  expect(started).toEqual([]);
  act(() => setVisible(true));
  wait(0);
  expect(started).toEqual(['by timer']);
});

test('keeps the interval for a tab that was hidden for a moment', () => {
  const { started, wait } = setUp('5s');
  wait(2000);
  act(() => setVisible(false));
  wait(1000);
  act(() => setVisible(true));
  wait(1999);
  expect(started).toEqual([]);
  wait(1);
  expect(started).toHaveLength(1);
});

test('a refresh by hand waits for the running query, and then starts once', () => {
  const { started, refresh, setLoading } = setUp('');
  refresh();
  expect(started).toEqual(['by hand']);
  setLoading(true);
  refresh();
  refresh();
  expect(started).toHaveLength(1);
  setLoading(false);
  expect(started).toEqual(['by hand', 'by hand']);
});
