import { safely } from '../safely.ts';

/** A stream of an SDK: whoever reads it asks `iterator` for its one source; `controller` ends its request. */
export interface ReadableOnce {
  iterator: (this: unknown) => AsyncIterator<unknown>;
  controller: AbortController;
}

/** What a stream tells of its life: chunks, then one of the ends, once. */
export interface StreamObserver {
  chunk(value: unknown): void;
  /** The source said that nothing more comes. `aborted`: because the caller ended the request. */
  done(aborted: boolean): void;
  /** The caller stopped reading before the end: break, throw, abort, or it never read at all. */
  givenUp(): void;
  /** Reading failed; the caller sees `error`. */
  broken(error: unknown): void;
}

/** Streams and readers that were dropped in the middle. What is held must not lead back to the stream. */
const dropped = new FinalizationRegistry<Watch>((watch) => watch.givenUp());

/**
 * Watches `stream` without reading it: its first reader gets the very iterator it would have got, with `next`,
 * `return` and `throw` looked over. `iterator` is what is wrapped, since `tee()` and `Symbol.asyncIterator` both ask
 * it. Later readers (an error in every SDK) pass through.
 */
export function observeStream(stream: ReadableOnce, observer: StreamObserver): void {
  const watch = new Watch(observer, stream.controller.signal);
  const source = stream.iterator;
  let read = false;
  dropped.register(stream, watch, watch);
  stream.iterator = function (this: unknown) {
    const iterator = source.call(this);
    if (!read) {
      read = true;
      safely('observing a stream', () => watch.reads(iterator));
    }
    return iterator;
  };
}

class Watch {
  #observer: StreamObserver | undefined;
  readonly #signal: AbortSignal;
  /** Reads that have not been answered: how they settle tells more than an abort does. */
  #pending = 0;

  constructor(observer: StreamObserver, signal: AbortSignal) {
    this.#observer = observer;
    this.#signal = signal;
    signal.addEventListener('abort', this.#aborted, { once: true });
  }

  /** From here on the reader keeps the watch alive: `for await` lets go of the stream itself. */
  reads(iterator: AsyncIterator<unknown>): void {
    dropped.unregister(this);
    dropped.register(iterator, this, this);
    const { next } = iterator;
    replace(iterator, 'next', (...args: unknown[]) => {
      this.#pending++;
      return Promise.resolve(Reflect.apply(next, iterator, args)).then(this.#answered, this.#failed);
    });
    for (const name of ['return', 'throw'] as const) {
      const original = iterator[name];
      if (original === undefined) continue;
      replace(iterator, name, (...args: unknown[]) => {
        this.givenUp();
        return Reflect.apply(original, iterator, args);
      });
    }
  }

  givenUp(): void {
    this.#end((observer) => observer.givenUp());
  }

  readonly #answered = (result: IteratorResult<unknown>): IteratorResult<unknown> => {
    this.#pending--;
    const observer = this.#observer;
    if (result.done === true) {
      this.#end((last) => last.done(this.#signal.aborted));
    } else if (observer !== undefined) {
      safely('observing a chunk', () => observer.chunk(result.value));
    }
    return result;
  };

  readonly #failed = (error: unknown): never => {
    this.#pending--;
    this.#end((observer) => observer.broken(error));
    throw error;
  };

  /** SDKs abort the request on failures too, but only within a read; that read settles after this. */
  readonly #aborted = (): void => {
    if (this.#pending === 0) this.givenUp();
  };

  #end(tell: (observer: StreamObserver) => void): void {
    const observer = this.#observer;
    if (observer === undefined) {
      return;
    }
    this.#observer = undefined;
    dropped.unregister(this);
    this.#signal.removeEventListener('abort', this.#aborted);
    safely('the end of a stream', () => tell(observer));
  }
}

/** Nothing of ours shows when the app prints or enumerates its iterator. */
function replace(iterator: AsyncIterator<unknown>, name: 'next' | 'return' | 'throw', value: unknown): void {
  Object.defineProperty(iterator, name, { value, writable: true, configurable: true, enumerable: false });
}
