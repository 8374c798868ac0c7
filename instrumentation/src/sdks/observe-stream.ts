import { atEndOfTurn } from '../util/at-end-of-turn.ts';
import { reportFailure, guarded } from '../util/guarded.ts';
import { watchedReader, watchInPlace, type Access, type Reader, type ReaderWatch } from './watched-reader.ts';

/** A stream of an SDK. Every reader calls `iterator` for the one source; `controller` ends the request. */
export interface ReadableOnce {
  iterator: (this: unknown) => AsyncIterator<unknown>;
  controller: AbortController;
}

/** Called for the events of a stream: chunks, then one of the ends, once. */
export interface StreamObserver {
  chunk(value: unknown): void;
  /** The source has ended. `aborted`: because the caller ended the request. */
  done(aborted: boolean): void;
  /** The caller stopped reading before the end: break, throw, abort, or it never read at all. */
  givenUp(): void;
  /** Reading failed; the caller sees `error`. */
  broken(error: unknown): void;
  /** Optional: whether a chunk is hidden from the caller, which then gets the next one. */
  readonly hides?: ((value: unknown) => boolean) | undefined;
}

/**
 * Observes `stream` without reading it: a reader gets the iterator of the SDK with `next`, `return` and `throw`
 * observed. `iterator` is wrapped because `tee()` and `Symbol.asyncIterator` both call it. Only the first reader is
 * observed; SDKs refuse a second.
 */
export function observeStream(stream: ReadableOnce, observer: StreamObserver): void {
  const access = watched(observer, { signal: stream.controller.signal });
  const source = stream.iterator;
  stream.iterator = function (this: unknown) {
    const iterator = source.call(this);
    return guarded('observing a stream', () => watchedReader(iterator, access)) ?? iterator;
  };
}

/** Options of an observed stream. */
export interface StreamContext {
  /** Aborted when the caller ends the request. */
  signal?: AbortSignal | undefined;
  /** Runs each read, for streams that do their work only while they are read. */
  within?: <T>(read: () => T) => T;
}

/** Observes a stream that is its own iterator, so that it has only one reader. */
export function observeIterator(
  iterator: AsyncIterator<unknown>,
  observer: StreamObserver,
  context: StreamContext = {},
): void {
  watchInPlace(iterator, watched(observer, context));
}

function watched(observer: StreamObserver, context: StreamContext): Access<Watch> {
  const watch = new Watch(observer, context);
  const access = { watch };
  fresh.push(access);
  if (fresh.length === 1) atEndOfTurn(() => guarded('new streams', registerFreshStreams));
  return access;
}

/** Streams of this turn of the event loop. Those that end within the turn need no finalization registry. */
let fresh: Access<Watch>[] = [];

function registerFreshStreams(): void {
  const streams = fresh;
  fresh = [];
  for (const access of streams) access.watch.endsWhenDropped(access, dropped);
}

const dropped = new FinalizationRegistry<Watch>((watch) => watch.orphaned());

/** The state of one stream. It must not refer to the stream or a reader, or neither could be garbage-collected. */
class Watch implements ReaderWatch {
  #observer: StreamObserver | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #within: StreamContext['within'];
  #reader: Reader | undefined;
  /** Reads that have not settled. How they settle is more exact than an abort or a dropped reader. */
  #pending = 0;
  #orphaned = false;

  constructor(observer: StreamObserver, { signal, within }: StreamContext) {
    this.#observer = observer;
    this.#signal = signal;
    this.#within = within;
    signal?.addEventListener('abort', this.#aborted);
  }

  reads(
    reader: Reader,
    iterator: AsyncIterator<unknown>,
    next: AsyncIterator<unknown>['next'],
    sent: unknown,
  ): Promise<IteratorResult<unknown>> {
    this.#reader ??= reader;
    if (this.#observer === undefined || this.#reader !== reader) {
      return next.call(iterator, sent);
    }
    this.#pending++;
    const { hides } = this.#observer;
    const within = this.#within;
    const read = within === undefined ? next.call(iterator, sent) : within(() => next.call(iterator, sent));
    const response = Promise.resolve(read).then(this.#responded, this.#failed);
    if (hides === undefined) return response;
    const hidden = ({ done, value }: IteratorResult<unknown>) =>
      done !== true && guarded('a chunk', () => hides(value));
    return response.then((result) =>
      hidden(result) === true ? this.reads(reader, iterator, next, undefined) : result,
    );
  }

  /** `break`, an error in the loop, `return()`. Ignored for readers other than the first. */
  leaves(reader: Reader): void {
    if (this.#reader === reader) this.#giveUp();
  }

  endsWhenDropped(access: Access<Watch>, registry: FinalizationRegistry<Watch>): void {
    if (this.#observer !== undefined) registry.register(access, this, this);
  }

  /** Stream and readers were dropped. */
  orphaned(): void {
    this.#orphaned = true;
    if (this.#pending === 0) this.#giveUp();
  }

  readonly #responded = (result: IteratorResult<unknown>): IteratorResult<unknown> => {
    this.#pending--;
    const observer = this.#observer;
    if (result.done === true) {
      this.#end((last) => last.done(this.#signal?.aborted === true));
    } else if (observer !== undefined) {
      this.#reportChunk(observer, result.value);
      if (this.#orphaned) this.#giveUp();
    }
    return result;
  };

  /** Uses no `guarded`: its closure would be the larger part of what is allocated for a chunk. */
  #reportChunk(observer: StreamObserver, value: unknown): void {
    try {
      observer.chunk(value);
    } catch (error) {
      reportFailure('observing a chunk', error);
    }
  }

  readonly #failed = (error: unknown): never => {
    this.#pending--;
    this.#end((observer) => observer.broken(error));
    throw error;
  };

  /** SDKs also abort the request on failures, but only during a read, which settles after this. */
  readonly #aborted = (): void => {
    if (this.#pending === 0) this.#giveUp();
  };

  #giveUp(): void {
    this.#end((observer) => observer.givenUp());
  }

  #end(report: (observer: StreamObserver) => void): void {
    const observer = this.#observer;
    if (observer === undefined) {
      return;
    }
    this.#observer = undefined;
    dropped.unregister(this);
    this.#signal?.removeEventListener('abort', this.#aborted);
    guarded('the end of a stream', () => report(observer));
  }
}
