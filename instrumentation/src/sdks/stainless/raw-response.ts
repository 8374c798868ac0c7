import { guarded } from '../../util/guarded.ts';

/** The promise that calls return. Its `then` reads the body, so nothing here may call it. */
interface Promised {
  asResponse(): Promise<Response>;
}

/** Called when an app takes a raw response, whose body the app reads itself. */
export interface RawResponseObserver<P> {
  /** The app asked for it, maybe before the request was built. */
  asked?(promise: P): void;
  /** The app received it. Unless the SDK reads the body too, nothing more can be observed. */
  handedOut(response: Response): void;
}

const observed = new WeakSet<object>();

/**
 * Observes `asResponse()` of all promises that have the same class as `promise`. A bundle does not export that class, so
 * it is taken from the first promise that a call returns. Does nothing for a class that is already observed.
 */
export function observeRawResponses<P extends Promised>(promise: P, observer: RawResponseObserver<P>): void {
  const prototype = classWithAsResponse(promise);
  if (prototype === undefined || observed.has(prototype)) {
    return;
  }
  observed.add(prototype);
  const { asResponse } = prototype;
  prototype.asResponse = async function (this: P) {
    guarded('asking for a raw response', () => observer.asked?.(this));
    const response = await asResponse.call(this);
    guarded('a raw response', () => observer.handedOut(response));
    return response;
  };
}

function classWithAsResponse(promise: Promised): Promised | undefined {
  let link = Object.getPrototypeOf(promise) as Promised | null;
  while (link !== null && !Object.hasOwn(link, 'asResponse')) link = Object.getPrototypeOf(link) as Promised | null;
  return link ?? undefined;
}
