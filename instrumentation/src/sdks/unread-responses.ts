import { atEndOfTurn } from '../util/at-end-of-turn.ts';
import { guarded } from '../util/guarded.ts';

interface ReadableCall {
  readonly reading: boolean;
  readonly ended: boolean;
  unread(): void;
}

/** Responses whose body has not been read yet, and the calls that wait for it. It keeps no response alive for long. */
export class UnreadResponses<Call extends ReadableCall> {
  /** Those whose head came in this turn of the event loop. Nearly every app reads at once, and nothing else is done then. */
  readonly #fresh = new Map<Response, Call>();
  #looks = false;
  readonly #waiting = new WeakMap<Response, Call>();
  /** A response that is dropped unread ends its call. */
  readonly #dropped = new FinalizationRegistry<Call>((call) => guarded('a dropped response', () => call.unread()));

  /** The head has come. */
  await(call: Call, response: Response): void {
    this.#fresh.set(response, call);
    if (this.#looks) return;
    // One look at the end of the turn is enough for all.
    this.#looks = true;
    atEndOfTurn(() => guarded('unread responses', () => this.#look()));
  }

  /** Those that are not read by now are waited for until the app lets the response go. */
  #look(): void {
    this.#looks = false;
    for (const [response, call] of this.#fresh) {
      if (call.reading || call.ended) continue;
      this.#waiting.set(response, call);
      this.#dropped.register(response, call, call);
    }
    this.#fresh.clear();
  }

  callOf(response: Response): Call | undefined {
    return this.#fresh.get(response) ?? this.#waiting.get(response);
  }

  /** The body is being read. */
  forget(call: Call, response: Response): void {
    if (!this.#fresh.delete(response) && this.#waiting.delete(response)) this.#dropped.unregister(call);
  }

  /** The app has the raw response; some apps ask for that and for the body at once. */
  handedOut(response: Response): void {
    const call = this.callOf(response);
    if (call !== undefined) atEndOfTurn(() => guarded('a raw response', () => call.unread()));
  }
}
