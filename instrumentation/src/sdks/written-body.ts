import { guarded } from '../util/guarded.ts';

/** What an SDK sends for a body, and what it says of it. */
export interface WrittenBody {
  body?: unknown;
  bodyHeaders?: unknown;
}

/** The running call that receives each body its SDK writes. */
export interface BodyObserver {
  wrote(body: unknown, written: WrittenBody): void;
}

/** The client's method that writes a body for the wire, in the tick in which it is called: once a try. */
export type BuildBody = (this: unknown, request: { options: { body?: unknown } }, ...rest: unknown[]) => WrittenBody;

/** The body is written: the record of the call that code inside the SDK works for shows that very text, where it may. */
export function watchBody(prototype: { buildBody?: BuildBody }, current: () => BodyObserver | undefined): void {
  const { buildBody } = prototype;
  if (buildBody === undefined) return;
  prototype.buildBody = function (request, ...rest) {
    const written = buildBody.call(this, request, ...rest);
    const call = current();
    if (call !== undefined) guarded('a written body', () => call.wrote(request.options.body, written));
    return written;
  };
}
