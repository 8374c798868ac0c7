import { atEndOfTurn } from '../util/at-end-of-turn.ts';
import { guarded } from '../util/guarded.ts';

interface ReadableCall {
  readonly reading: boolean;
  readonly ended: boolean;
  unread(): void;
}

/**
 * Responses whose body has not been read yet, with their calls. Holds responses strongly for one turn of the event loop
 * only.
 */
export class UnreadResponses<Call extends ReadableCall> {
  /** Responses whose headers arrived in this turn of the event loop. Nearly all apps read the body within that turn. */
  readonly #fresh = new Map<Response, Call>();
  #checkScheduled = false;
  readonly #waiting = new WeakMap<Response, Call>();
  /** Ends the call of a response that is garbage-collected without having been read. */
  readonly #dropped = new FinalizationRegistry<Call>((call) => guarded('a dropped response', () => call.unread()));

  /** Called when the headers of a response have arrived. */
  await(call: Call, response: Response): void {
    this.#fresh.set(response, call);
    // One check at the end of the turn covers all responses of the turn.
    if (this.#checkScheduled) return;
    this.#checkScheduled = true;
    atEndOfTurn(() => guarded('unread responses', () => this.#watchUnread()));
  }

  /** Watches the responses that are still unread until they are read or garbage-collected. */
  #watchUnread(): void {
    this.#checkScheduled = false;
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

  /**
   * Called when the app takes the raw response. Waits for the end of the turn, because an app may also read the body in
   * it.
   */
  handedOut(response: Response): void {
    const call = this.callOf(response);
    if (call !== undefined) atEndOfTurn(() => guarded('a raw response', () => call.unread()));
  }
}
