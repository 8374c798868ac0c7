import { safely } from '../safely.ts';

interface ReadableCall {
  readonly reading: boolean;
  readonly ended: boolean;
  unread(): void;
}

/** Responses whose body has not been read yet, and the calls that wait for it. It keeps no response alive. */
export class UnreadResponses<Call extends ReadableCall> {
  readonly #callOfResponse = new WeakMap<Response, Call>();
  /** A response that is dropped unread ends its call. */
  readonly #dropped = new FinalizationRegistry<Call>((call) => safely('a dropped response', () => call.unread()));
  /** Those whose head came in this turn of the event loop: one look at its end is enough for all. */
  #fresh: { call: Call; response: Response }[] = [];

  /** The head has come; nearly every app reads at once, the rest are waited for until they let the response go. */
  await(call: Call, response: Response): void {
    this.#callOfResponse.set(response, call);
    this.#fresh.push({ call, response });
    if (this.#fresh.length === 1) setImmediate(() => safely('unread responses', () => this.#look()));
  }

  #look(): void {
    const fresh = this.#fresh;
    this.#fresh = [];
    for (const { call, response } of fresh) {
      if (!call.reading && !call.ended) this.#dropped.register(response, call, call);
    }
  }

  callOf(response: Response): Call | undefined {
    return this.#callOfResponse.get(response);
  }

  /** The body is being read. */
  forget(call: Call): void {
    this.#dropped.unregister(call);
  }

  /** The app has the raw response; some apps ask for that and for the body at once. */
  handedOut(response: Response): void {
    const call = this.callOf(response);
    if (call !== undefined) setImmediate(() => safely('a raw response', () => call.unread()));
  }
}
