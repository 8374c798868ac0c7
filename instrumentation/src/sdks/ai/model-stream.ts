import { guarded } from '../../util/guarded.ts';

/** Receives the parts of a model's stream, then exactly one of the ends. */
export interface ModelStreamObserver {
  part(part: unknown): void;
  /** The stream ended. */
  closed(): void;
  /** The stream failed; its reader receives `error`. */
  broken(error: unknown): void;
  /** The reader stopped before the end, or dropped the stream without reading it. */
  cancelled(): void;
}

/** Ends the observation of garbage-collected streams. Holds the observers, never the streams. */
const dropped = new FinalizationRegistry<ModelStreamObserver>((observer) =>
  guarded('a dropped stream', () => observer.cancelled()),
);

/**
 * Observes the stream of a model's response without reading it. The SDK pipes the stream through its own transform
 * once; this inserts an observer that passes each part on and keeps the transform's backpressure. Returns false if
 * `stream` cannot be observed.
 */
export function observeModelStream(stream: unknown, observer: ModelStreamObserver): boolean {
  if (!(stream instanceof ReadableStream)) {
    return false;
  }
  const once = endsOnce(observer);
  const { pipeThrough } = stream;
  const value = function (this: ReadableStream, through: ReadableWritablePair, options?: unknown) {
    const writable = guarded('observing a stream', () => observedWritable(through.writable, once));
    delete (this as Partial<ReadableStream>).pipeThrough;
    const pair = writable === undefined ? through : { readable: through.readable, writable };
    return Reflect.apply(pipeThrough, this, [pair, options]) as ReadableStream;
  };
  Object.defineProperty(stream, 'pipeThrough', { value, writable: true, configurable: true, enumerable: false });
  dropped.register(stream, once);
  return true;
}

function endsOnce(observer: ModelStreamObserver): ModelStreamObserver {
  let open: ModelStreamObserver | undefined = observer;
  const end = (report: (observer: ModelStreamObserver) => void) => {
    const last = open;
    open = undefined;
    if (last !== undefined) guarded('the end of a stream', () => report(last));
  };
  return {
    part: (part) => guarded('observing a part', () => open?.part(part)),
    closed: () => end((last) => last.closed()),
    broken: (error) => end((last) => last.broken(error)),
    cancelled: () => end((last) => last.cancelled()),
  };
}

/** Passes each part to `target` and waits for it, so that nothing more is read ahead than without it. */
function observedWritable(target: WritableStream, observer: ModelStreamObserver): WritableStream {
  const writer = target.getWriter();
  return new WritableStream({
    start(controller) {
      writer.closed.catch((error: unknown) => {
        observer.cancelled();
        controller.error(error);
      });
    },
    write(part) {
      observer.part(part);
      return writer.write(part);
    },
    close() {
      observer.closed();
      return writer.close();
    },
    abort(reason) {
      observer.broken(reason);
      return writer.abort(reason);
    },
  });
}
