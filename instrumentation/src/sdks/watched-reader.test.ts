import { inspect } from 'node:util';
import { watchedReader, watchInPlace, type ReaderWatch } from './watched-reader.ts';

async function* words(): AsyncGenerator<string, string> {
  try {
    yield 'a';
    yield 'b';
    return 'end';
  } finally {
    finished = true;
  }
}
let finished: boolean;
let heard: string[];
const watch: ReaderWatch = {
  reads: (_reader, iterator, next, sent) => {
    heard.push('reads');
    return next.call(iterator, sent as undefined);
  },
  leaves: () => void heard.push('leaves'),
};

beforeEach(() => {
  finished = false;
  heard = [];
});

const METHODS = ['next', 'return', 'throw'] as const;

describe.each([
  ['wrapping a generator', () => watchedReader(words(), { watch })],
  [
    'on the iterator itself',
    () => {
      const iterator = words();
      watchInPlace(iterator, { watch });
      return iterator;
    },
  ],
])('a watched reader, %s', (_, make) => {
  test('reads the values of the generator and reports the reads', async () => {
    const read: unknown[] = [];
    for await (const word of { [Symbol.asyncIterator]: make }) read.push(word);
    expect(read).toEqual(['a', 'b']);
    expect(heard).toEqual(['reads', 'reads', 'reads']);
    expect(finished).toBe(true);
  });

  test('ends the generator when its reader leaves, and reports it', async () => {
    for await (const _word of { [Symbol.asyncIterator]: make }) break;
    expect(heard).toEqual(['reads', 'leaves']);
    expect(finished).toBe(true);
  });

  test('return() and throw() behave like those of the generator', async () => {
    expect(await make().return?.('x')).toEqual({ done: true, value: 'x' });
    await expect(make().throw?.(new Error('stop'))).rejects.toThrow('stop');
  });

  test('looks the same as the generator', () => {
    const [ours, theirs] = [make(), words()];
    expect(inspect(ours)).toBe(inspect(theirs));
    expect(Object.keys(ours)).toEqual([]);
    expect(String(ours)).toBe('[object AsyncGenerator]');
    expect(METHODS.map((name) => [ours[name]?.name, ours[name]?.length])).toEqual(
      METHODS.map((name) => [theirs[name].name, theirs[name].length]),
    );
    const iterable = ours as AsyncGenerator<unknown>;
    expect(iterable[Symbol.asyncIterator]()).toBe(ours);
    expect(typeof iterable[Symbol.asyncDispose]).toBe(typeof theirs[Symbol.asyncDispose]);
  });
});

test('on another receiver the methods of a reader behave like those of a generator', async () => {
  const { next } = watchedReader(words(), { watch });
  const { next: theirs } = words();
  const errorOf = (read: () => Promise<unknown>) => read().catch((error: unknown) => (error as Error).name);
  expect(await errorOf(() => next.call(undefined as never))).toBe(await errorOf(() => theirs.call(undefined as never)));
});

test('an iterator that is no generator is observed in place', () => {
  const iterator: AsyncIterator<unknown> = { next: async () => ({ done: true, value: undefined }) };
  const own = iterator.next;
  expect(watchedReader(iterator, { watch })).toBe(iterator);
  expect(iterator.next).not.toBe(own);
});
