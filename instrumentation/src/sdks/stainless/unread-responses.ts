import { atEndOfTurn } from '../../util/at-end-of-turn.ts';
import { guarded } from '../../util/guarded.ts';

interface ReadableCall {
  readonly reading: boolean;
  readonly ended: boolean;
  unread(): void;
}

/** Responses whose body has not been read yet, with their calls. A response that the app drops is not kept alive. */
export class UnreadResponses<Call extends ReadableCall> {
  /** Responses whose head arrived in this turn of the event loop. Nearly all apps read them within the same turn. */
  readonly #fresh = new Map<Response, Call>();
  #scheduled = false;
  readonly #waiting = new WeakMap<Response, Call>();
  /** Ends the call of a response that is dropped unread. */
  readonly #dropped = new FinalizationRegistry<Call>((call) => guarded('a dropped response', () => call.unread()));

  /** Called when the head of a response has arrived. */
  await(call: Call, response: Response): void {
    this.#fresh.set(response, call);
    if (this.#scheduled) return;
    this.#scheduled = true;
    atEndOfTurn(() => guarded('unread responses', () => this.#registerUnread()));
  }

  /** Watches the responses that are still unread at the end of the turn. */
  #registerUnread(): void {
    this.#scheduled = false;
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

  /** Called when the body is being read. */
  forget(call: Call, response: Response): void {
    if (!this.#fresh.delete(response) && this.#waiting.delete(response)) this.#dropped.unregister(call);
  }

  /** Called when the app has the raw response. Some apps ask for it and for the body in the same turn. */
  handedOut(response: Response): void {
    const call = this.callOf(response);
    if (call !== undefined) atEndOfTurn(() => guarded('a raw response', () => call.unread()));
  }
}
