import { types } from 'node:util';

type Next = AsyncIterator<unknown>['next'];
type Method = (...args: never[]) => unknown;

/** Stands for a reader, which must not be kept alive. */
export type Reader = object;

/** What hears of a reader. */
export interface ReaderWatch {
  /** Asks `iterator` for its next chunk, by its own `next`. */
  reads(reader: Reader, iterator: AsyncIterator<unknown>, next: Next, sent: unknown): Promise<IteratorResult<unknown>>;
  /** `break`, an error in the loop, `return()`. */
  leaves(reader: Reader): void;
}

/** Held by a stream and by each of its readers, and by nothing else: when it is dropped, nobody can read any more. */
export interface Access<Watch extends ReaderWatch = ReaderWatch> {
  readonly watch: Watch;
}

/** `iterator`, watched: an async generator, as all SDKs make them, through one that cannot be told from it. */
export function watchedReader(iterator: AsyncIterator<unknown>, access: Access): AsyncIterator<unknown> {
  if (isAsyncGenerator(iterator)) return new WatchedGenerator(iterator, access);
  watchInPlace(iterator, access);
  return iterator;
}

const GENERATOR = Object.getPrototypeOf(async function* () {}.prototype) as AsyncGenerator<unknown>;

/** Made by a function's call, and as that left it. */
function isAsyncGenerator(iterator: AsyncIterator<unknown>): iterator is AsyncGenerator<unknown> {
  return iterator.next === GENERATOR.next && types.isGeneratorObject(iterator);
}

/**
 * Stands in front of an async generator. Methods on the generator itself would be the first properties of an object whose
 * function was made for this stream alone, and cost more than all else that is done when a stream begins.
 */
class WatchedGenerator {
  readonly #iterator: AsyncGenerator<unknown>;
  readonly #access: Access;
  readonly #reader: Reader = {};

  constructor(iterator: AsyncGenerator<unknown>, access: Access) {
    this.#iterator = iterator;
    this.#access = access;
  }

  /** A generator's methods answer whatever they are called on, with a promise. */
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
// Printed, looked at and disposed of as a generator is.
Object.setPrototypeOf(WatchedGenerator.prototype, GENERATOR);
Reflect.deleteProperty(WatchedGenerator.prototype, 'constructor');

/** Watches `iterator` in place: what an app holds already. */
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

/** Nothing of ours shows when the app prints, enumerates or looks at its iterator. */
function replace(iterator: AsyncIterator<unknown>, name: 'next' | 'return' | 'throw', own: Method, ours: Method): void {
  const enumerable = Object.prototype.propertyIsEnumerable.call(iterator, name);
  Object.defineProperties(ours, {
    name: { value: own.name, configurable: true },
    length: { value: own.length, configurable: true },
  });
  Object.defineProperty(iterator, name, { value: ours, writable: true, configurable: true, enumerable });
}
