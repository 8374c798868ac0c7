import { guarded } from '../../util/guarded.ts';

/** What the stream of a model tells of its life: parts, then one of the ends, once. */
export interface ModelStreamObserver {
  part(part: unknown): void;
  /** Nothing more comes. */
  closed(): void;
  /** The stream failed; its reader sees `error`. */
  broken(error: unknown): void;
  /** The reader stopped before the end, or dropped the stream unread. */
  givenUp(): void;
}

/** A stream that nobody can read any more tells nothing more. Held here is what hears of it, never the stream. */
const dropped = new FinalizationRegistry<ModelStreamObserver>((observer) =>
  guarded('a dropped stream', () => observer.givenUp()),
);

/**
 * Watches the stream that a model answered with, without reading it: the SDK pipes it through a transform of its own, and
 * what it pipes passes an observer that hands on each part and waits as long as the SDK's own transform would have let it
 * wait. False where `stream` is none that can be watched.
 */
export function observeModelStream(stream: unknown, observer: ModelStreamObserver): boolean {
  if (!(stream instanceof ReadableStream)) {
    return false;
  }
  const once = endsOnce(observer);
  const { pipeThrough } = stream;
  const value = function (this: ReadableStream, through: ReadableWritablePair, options?: unknown) {
    const writable = guarded('observing a stream', () => observed(through.writable, once));
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
    givenUp: () => end((last) => last.givenUp()),
  };
}

/** What is written goes to `target`, one part at a time, so no more is read ahead than without it. */
function observed(target: WritableStream, observer: ModelStreamObserver): WritableStream {
  const writer = target.getWriter();
  return new WritableStream({
    start(controller) {
      writer.closed.catch((error: unknown) => {
        observer.givenUp();
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
