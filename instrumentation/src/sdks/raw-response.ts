import { guarded } from '../util/guarded.ts';

/** Of the promise that calls return. Its `then` reads the body: nothing here may call it. */
interface Promised {
  asResponse(): Promise<Response>;
}

/** Hears of apps that take a raw response, whose body is theirs to read. */
export interface RawResponseObserver<P> {
  /** The app asks for it, maybe before the request is built. */
  asked?(promise: P): void;
  /** The app has it. Unless the SDK reads the body too, nothing more is seen. */
  handedOut(response: Response): void;
}

const observed = new WeakSet<object>();

/**
 * Looks over `asResponse()` of all promises of the class that `promise` is of: the first one that a call returns shows the
 * class, which a bundle does not export. For a class that is looked over already it does nothing.
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
