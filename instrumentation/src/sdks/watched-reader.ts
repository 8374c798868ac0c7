import { types } from 'node:util';

type Next = AsyncIterator<unknown>['next'];
type Method = (...args: never[]) => unknown;

/** Identifies a reader without keeping it alive. */
export type Reader = object;

/** Called for the actions of a reader. */
export interface ReaderWatch {
  /** Reads the next chunk of `iterator` by its own `next`. */
  reads(reader: Reader, iterator: AsyncIterator<unknown>, next: Next, sent: unknown): Promise<IteratorResult<unknown>>;
  /** `break`, an error in the loop, `return()`. */
  leaves(reader: Reader): void;
}

/** Held only by a stream and its readers. When it is garbage-collected, the stream can no longer be read. */
export interface Access<Watch extends ReaderWatch = ReaderWatch> {
  readonly watch: Watch;
}

/** Observes `iterator`. An async generator, which all SDKs use, is replaced by one that looks the same. */
export function watchedReader(iterator: AsyncIterator<unknown>, access: Access): AsyncIterator<unknown> {
  if (isAsyncGenerator(iterator)) return new WatchedGenerator(iterator, access);
  watchInPlace(iterator, access);
  return iterator;
}

const GENERATOR = Object.getPrototypeOf(async function* () {}.prototype) as AsyncGenerator<unknown>;

/** Whether `iterator` is an async generator with no method replaced. */
function isAsyncGenerator(iterator: AsyncIterator<unknown>): iterator is AsyncGenerator<unknown> {
  return iterator.next === GENERATOR.next && types.isGeneratorObject(iterator);
}

/**
 * Wraps an async generator. Replacing methods on the generator itself costs more than the rest of a stream's start: they
 * would be the first properties of an object whose function was created for this stream alone.
 */
class WatchedGenerator {
  readonly #iterator: AsyncGenerator<unknown>;
  readonly #access: Access;
  readonly #reader: Reader = {};

  constructor(iterator: AsyncGenerator<unknown>, access: Access) {
    this.#iterator = iterator;
    this.#access = access;
  }

  /** A generator's methods return a promise on any receiver, so each method checks its receiver. */
  static isOne(value: unknown): boolean {
    return typeof value === 'object' && value !== null && #iterator in value;
  }

  next(sent?: unknown): Promise<IteratorResult<unknown>> {
    if (!WatchedGenerator.isOne(this)) return GENERATOR.next.call(this, sent);
    return this.#access.watch.reads(this.#reader, this.#iterator, GENERATOR.next, sent);
  }

  return(value?: unknown): Promise<IteratorResult<unknown>> {
    if (!WatchedGenerator.isOne(this)) return GENERATOR.return.call(this, value);
    this.#access.watch.leaves(this.#reader);
    return this.#iterator.return(value);
  }

  throw(error?: unknown): Promise<IteratorResult<unknown>> {
    if (!WatchedGenerator.isOne(this)) return GENERATOR.throw.call(this, error);
    this.#access.watch.leaves(this.#reader);
    return this.#iterator.throw(error);
  }
}
// Makes it print, inspect and dispose like a generator.
Object.setPrototypeOf(WatchedGenerator.prototype, GENERATOR);
Reflect.deleteProperty(WatchedGenerator.prototype, 'constructor');

/** Observes `iterator` in place, because the app already holds it. */
export function watchInPlace(iterator: AsyncIterator<unknown>, access: Access): void {
  const { next } = iterator;
  const reader: Reader = {};
  replace(iterator, 'next', next, (sent?: unknown) => access.watch.reads(reader, iterator, next, sent));
  for (const name of ['return', 'throw'] as const) {
    const original = iterator[name];
    if (original === undefined) continue;
    replace(iterator, name, original, (...args: unknown[]) => {
      access.watch.leaves(reader);
      return Reflect.apply(original, iterator, args);
    });
  }
}

/** Replaces a method so that the app sees no difference when it prints, enumerates or inspects its iterator. */
function replace(iterator: AsyncIterator<unknown>, name: 'next' | 'return' | 'throw', own: Method, ours: Method): void {
  const enumerable = Object.prototype.propertyIsEnumerable.call(iterator, name);
  Object.defineProperties(ours, {
    name: { value: own.name, configurable: true },
    length: { value: own.length, configurable: true },
  });
  Object.defineProperty(iterator, name, { value: ours, writable: true, configurable: true, enumerable });
}
