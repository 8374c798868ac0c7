import { act, renderHook } from '@testing-library/react';
import type { Selection } from '../usage-log/use-selection.ts';
import { useFigure } from './use-figure.ts';

const LEDGER = {};
const selectionOf = (id: string): Selection => ({
  id,
  range: { fromMs: 0, toMs: 1 },
  filter: {},
  sort: 'time',
  limit: 100,
  showsNewRows: true,
  refresh: { byHand: true },
});
const [FIRST, SECOND] = [selectionOf('first'), selectionOf('second')];

/** Reads figures whose results the test decides. */
function setUp(selection: Selection | null, shownId: string) {
  const reads: { id: string; signal: AbortSignal; resolve: (value: string) => void; reject: (error: Error) => void }[] =
    [];
  const read = ({ id }: Selection, signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => reads.push({ id, signal, resolve, reject }));
  const hook = renderHook(({ selection, shownId }) => useFigure(read, selection, shownId, LEDGER), {
    initialProps: { selection, shownId } as { selection: Selection | null; shownId: string },
  });
  return {
    reads,
    figure: () => hook.result.current,
    show: (next: Selection | null, id: string) => hook.rerender({ selection: next, shownId: id }),
    resolve: (value: string) => act(async () => reads.at(-1)?.resolve(value)),
    fail: () => act(async () => reads.at(-1)?.reject(new Error('no route'))),
    retry: () => act(async () => hook.result.current.retry()),
  };
}

test('reads nothing without a selection', () => {
  const { reads, figure } = setUp(null, 'first');
  expect(reads).toEqual([]);
  expect(figure()).toMatchObject({ value: null, loading: false, failure: null });
});

test('a new selection cancels the query of the previous one, whose value stays, outdated', async () => {
  const { reads, figure, show, resolve } = setUp(FIRST, 'first');
  await resolve('1 call');
  expect(figure()).toMatchObject({ value: '1 call', outdated: false, loading: false });
  show(null, 'second');
  expect(figure()).toMatchObject({ value: '1 call', outdated: true, loading: false });
  show(SECOND, 'second');
  expect(figure()).toMatchObject({ value: '1 call', outdated: true, loading: true });
  show(null, 'third');
  expect(reads.map(({ id, signal }) => [id, signal.aborted])).toEqual([
    ['first', true],
    ['second', true],
  ]);
});

test('after a failure, no value of another selection is shown', async () => {
  const { figure, show, resolve, fail } = setUp(FIRST, 'first');
  await resolve('1 call');
  show(SECOND, 'second');
  await fail();
  expect(figure()).toMatchObject({ value: null, failure: { kind: 'failed' } });
});

test('after a failed refresh, the value stays with the reason, and a retry reads again', async () => {
  const { reads, figure, show, resolve, fail, retry } = setUp(FIRST, 'first');
  await resolve('1 call');
  show({ ...FIRST }, 'first');
  await fail();
  expect(figure()).toMatchObject({ value: '1 call', outdated: false, failure: { kind: 'failed' } });
  await retry();
  expect(reads).toHaveLength(3);
  await resolve('2 calls');
  expect(figure()).toMatchObject({ value: '2 calls', failure: null });
});
