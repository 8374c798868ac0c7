import { act, renderHook } from '@testing-library/react';
import { useQuery, type Load } from './use-query.ts';

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
  expect(query()).toEqual({ status: 'failed', failure: { kind: 'failed', message: 'no route' } });
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
