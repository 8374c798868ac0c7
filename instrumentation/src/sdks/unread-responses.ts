import { safely } from '../safely.ts';

interface ReadableCall {
  readonly reading: boolean;
  readonly ended: boolean;
  unread(): void;
}

/** Responses whose body has not been read yet, and the calls that wait for it. It keeps no response alive for long. */
export class UnreadResponses<Call extends ReadableCall> {
  /** Those whose head came in this turn of the event loop. Nearly every app reads at once, and nothing else is done then. */
  #fresh = new Map<Response, Call>();
  readonly #waiting = new WeakMap<Response, Call>();
  /** A response that is dropped unread ends its call. */
  readonly #dropped = new FinalizationRegistry<Call>((call) => safely('a dropped response', () => call.unread()));

  /** The head has come. */
  await(call: Call, response: Response): void {
    this.#fresh.set(response, call);
    // One look at the end of the turn is enough for all.
    if (this.#fresh.size === 1) setImmediate(() => safely('unread responses', () => this.#look()));
  }

  /** Those that are not read by now are waited for until the app lets the response go. */
  #look(): void {
    const fresh = this.#fresh;
    this.#fresh = new Map();
    for (const [response, call] of fresh) {
      if (call.reading || call.ended) continue;
      this.#waiting.set(response, call);
      this.#dropped.register(response, call, call);
    }
  }

  callOf(response: Response): Call | undefined {
    return this.#fresh.get(response) ?? this.#waiting.get(response);
  }

  /** The body is being read. */
  forget(call: Call, response: Response): void {
    if (this.#waiting.delete(response)) this.#dropped.unregister(call);
  }

  /** The app has the raw response; some apps ask for that and for the body at once. */
  handedOut(response: Response): void {
    const call = this.callOf(response);
    if (call !== undefined) setImmediate(() => safely('a raw response', () => call.unread()));
  }
}
