import { act, renderHook } from '@testing-library/react';
import { DEFAULT_STATE, type UsageLogState } from '../links.ts';
import { useSelection } from './use-selection.ts';

const HOUR = 3_600_000;
const AT = Date.UTC(2026, 10, 22, 12);

beforeEach(() => jest.useFakeTimers({ now: AT }));
afterEach(() => jest.useRealTimers());

function setUp(change: Partial<UsageLogState>, timeZone = 'utc') {
  const initialProps = { state: { ...DEFAULT_STATE, ...change }, timeZone, refresh: { byHand: false } };
  const hook = renderHook(({ state, timeZone, refresh }) => useSelection(state, timeZone, refresh), { initialProps });
  return {
    selection: () => hook.result.current.selection,
    set: (next: Partial<typeof initialProps>) => hook.rerender({ ...initialProps, ...next }),
  };
}

test('a refresh moves a relative range on, and the selection keeps its id', () => {
  const { selection, set } = setUp({ from: 'now-1h' });
  const before = selection();
  act(() => jest.setSystemTime(AT + HOUR));
  set({});
  expect(selection()).toBe(before);
  set({ refresh: { byHand: true } });
  expect(selection().range).toEqual({ fromMs: AT, toMs: AT + HOUR });
  expect(selection()).toMatchObject({ id: before.id, showsNewRows: true });
});

test('a day of another time zone is another selection', () => {
  const { selection, set } = setUp({ from: 'now/d', to: 'now/d' });
  const before = selection();
  set({ timeZone: 'Asia/Tokyo' });
  expect(selection().id).not.toBe(before.id);
  expect(selection().range.fromMs).toBe(before.range.fromMs - 9 * HOUR);
});

test('another search or range is another selection', () => {
  const { selection, set } = setUp({});
  const ids = [selection().id];
  set({ state: { ...DEFAULT_STATE, q: 'x' } });
  ids.push(selection().id);
  set({ state: { ...DEFAULT_STATE, from: 'now-1h' } });
  ids.push(selection().id);
  expect(new Set(ids).size).toBe(3);
});
