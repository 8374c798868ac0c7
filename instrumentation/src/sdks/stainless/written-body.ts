import { guarded } from '../../util/guarded.ts';
import type { WrittenBody } from '../sdk-call.ts';

/** The running call that receives each body its SDK writes. */
export interface BodyObserver {
  wrote(body: unknown, written: WrittenBody): void;
}

/** The client's method that serializes a body. The SDK calls it once per attempt, synchronously. */
export type BuildBody = (this: unknown, request: { options: { body?: unknown } }, ...rest: unknown[]) => WrittenBody;

/** Passes each serialized body to the current call, so that its record can show exactly the text that was sent. */
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
