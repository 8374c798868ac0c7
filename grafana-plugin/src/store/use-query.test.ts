import { act, renderHook } from '@testing-library/react';
import { failureOf } from './store-failure.ts';
import { pauseBefore, useQuery, type Load } from './use-query.ts';

/** A load function whose result the test decides. */
function controlledLoad() {
  let settle: { resolve: (value: string) => void; reject: (error: Error) => void } | undefined;
  let signal: AbortSignal | undefined;
  const load: Load<string> = (given) => {
    signal = given;
    return new Promise((resolve, reject) => (settle = { resolve, reject }));
  };
  return {
    load,
    resolve: (value: string) => act(async () => settle?.resolve(value)),
    reject: (message: string) => act(async () => settle?.reject(new Error(message))),
    aborted: () => signal?.aborted,
  };
}

function setUp(load: Load<string> | null, scope?: unknown) {
  const hook = renderHook(({ load, scope }) => useQuery(load, scope), { initialProps: { load, scope } });
  return { query: () => hook.result.current, set: hook.rerender, unmount: hook.unmount };
}

test('returns the result or the failure', async () => {
  const [first, second] = [controlledLoad(), controlledLoad()];
  const { query, set } = setUp(first.load);
  expect(query()).toEqual({ status: 'loading' });
  await first.resolve('rows');
  expect(query()).toEqual({ status: 'ready', value: 'rows' });
  set({ load: second.load, scope: undefined });
  await second.reject('no route');
  expect(query()).toEqual({ status: 'failed', failure: failureOf(new Error('no route')) });
});

test('loads nothing without a load function', () => {
  expect(setUp(null).query()).toEqual({ status: 'loading' });
});

test('cancels the running load and ignores its result', async () => {
  const [first, second] = [controlledLoad(), controlledLoad()];
  const { query, set, unmount } = setUp(first.load);
  set({ load: second.load, scope: undefined });
  expect(first.aborted()).toBe(true);
  await first.resolve('old');
  expect(query()).toEqual({ status: 'loading' });
  unmount();
  expect(second.aborted()).toBe(true);
});

test('keeps the previous result within a scope', async () => {
  const [first, second, third] = [controlledLoad(), controlledLoad(), controlledLoad()];
  const { query, set } = setUp(first.load, 'A');
  await first.resolve('rows');
  set({ load: second.load, scope: 'A' });
  expect(query()).toEqual({ status: 'loading', value: 'rows' });
  await second.reject('no route');
  expect(query()).toMatchObject({ status: 'failed', value: 'rows' });
  set({ load: third.load, scope: 'B' });
  expect(query()).toEqual({ status: 'loading' });
});

describe('a busy store', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** A store that is busy for the first `times` queries. */
  function busyStore(times: number) {
    const startedAt: number[] = [];
    const load: Load<string> = async () => {
      startedAt.push(Date.now());
      if (startedAt.length <= times) {
        throw Object.assign(new Error('Code: 202'), { name: 'StoreError', kind: 'busy' });
      }
      return 'rows';
    };
    return { load, pauses: () => startedAt.slice(1).map((at, index) => at - (startedAt[index] ?? 0)) };
  }
  const wait = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

  test('gets the query again with growing pauses, until it responds', async () => {
    const { load, pauses } = busyStore(7);
    const { query } = setUp(load);
    await wait(0);
    expect(query()).toMatchObject({ status: 'loading', failure: { kind: 'busy' } });
    await wait(120_000);
    expect(query()).toEqual({ status: 'ready', value: 'rows' });
    expect(pauses()).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  test('gets no query any more when the page no longer needs it', async () => {
    const { load, pauses } = busyStore(100);
    const { set, unmount } = setUp(load);
    await wait(1000);
    expect(pauses()).toHaveLength(1);
    const other = controlledLoad();
    set({ load: other.load, scope: undefined });
    await wait(60_000);
    expect(pauses()).toHaveLength(1);
    unmount();
    expect(other.aborted()).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('keeps the previous result meanwhile', async () => {
    const first = controlledLoad();
    const { query, set } = setUp(first.load, 'A');
    await first.resolve('old rows');
    const busy = busyStore(1);
    set({ load: busy.load, scope: 'A' });
    await wait(0);
    expect(query()).toMatchObject({ status: 'loading', value: 'old rows', failure: { kind: 'busy' } });
    await wait(pauseBefore(0));
    expect(query()).toEqual({ status: 'ready', value: 'rows' });
  });
});
