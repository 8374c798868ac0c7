import { CallRecord } from '../record/call-record.ts';
import type { RecordOrigin } from '../util/app-context.ts';
import { defined } from '../util/defined.ts';
import type { CallEnd, CallError, RequestFacts, UsageContext } from '../types.ts';
import type { Runtime } from '../api/runtime.ts';
import { fields, text } from '../util/fields.ts';
import { contextOf, mergedContext, inboundEndpoint, type Inbound, type AsyncContext } from '../record/usage-context.ts';
import type { AskApp } from './ask-app.ts';
import { contextOfBaggage } from './baggage.ts';
import { clientAddress, type TrustProxy } from './client-address.ts';
import type { HttpRequest, HttpResponse } from './http-options.ts';

/** One request as a framework hands it on. */
export interface Arrival<R> {
  raw: HttpRequest;
  response: HttpResponse;
  /** What the app's hooks are given. */
  request: R;
  /** As the client asked for it, also where a router rewrites it. */
  url: string;
  /** A header of the answer, as far as one is set by now. */
  responseHeader(name: string): unknown;
  /** Route template, where one is known by now. */
  route?: () => string | undefined;
}

/** What a client that left before its answer was whole is recorded with; no client ever sees it. */
const CLIENT_CLOSED_REQUEST = 499;

/** An inbound request while it runs: what it says of the caller, and its record where no LLM call was made inside. */
export class InboundRequest<R> implements Inbound {
  readonly raw: object;
  readonly outer: AsyncContext | undefined;
  readonly #runtime: Runtime;
  readonly #arrival: Arrival<R>;
  readonly #app: AskApp<R>;
  readonly #trustProxy: TrustProxy;
  /** Where it may be a record. */
  readonly #origin: RecordOrigin | undefined;
  readonly #arrivedAt = Date.now();
  readonly #startedAt: number;
  /** Read at once: a socket that has closed knows none. */
  readonly #remoteAddress: string | undefined;
  #head: UsageContext | undefined;
  #madeCall = false;
  #asking = false;
  #error: CallError | undefined;

  constructor(
    runtime: Runtime,
    arrival: Arrival<R>,
    app: AskApp<R>,
    trustProxy: TrustProxy,
    outer: AsyncContext | undefined,
  ) {
    this.#runtime = runtime;
    this.#arrival = arrival;
    this.#app = app;
    this.#trustProxy = trustProxy;
    this.#origin = app.mayRecord ? runtime.origin() : undefined;
    this.#startedAt = runtime.now();
    this.raw = arrival.raw;
    this.outer = outer;
    this.#remoteAddress = arrival.raw.socket.remoteAddress;
  }

  context(): UsageContext {
    const reported = mergedContext(
      contextOf(this.outer),
      mergedContext(this.#whoAsks(), defined({ requestId: this.#requestId() })),
    );
    // A hook that makes an LLM call itself would be asked by that call.
    if (this.#asking) return reported;
    this.#asking = true;
    try {
      return mergedContext(reported, this.#app.context(this.#arrival.request));
    } finally {
      this.#asking = false;
    }
  }

  endpoint(): Pick<RequestFacts, 'method' | 'route' | 'path'> {
    const { raw, url, route } = this.#arrival;
    return defined({ method: raw.method, path: pathOf(url), route: route?.() });
  }

  callBegan(): void {
    this.#madeCall = true;
    this.outer?.inbound?.callBegan();
  }

  /** What went wrong in its handler. Its words are none of ours: they may quote anything. */
  failedWith(error: unknown): void {
    const { name, code } = fields(error);
    this.#error = defined({ type: text(code) ?? text(name), code: text(code) });
  }

  /**
   * Its connection is done with it. `finished`: the response was handed on to the last byte. `innermost`: what was in force
   * inside of all middlewares.
   */
  closed(finished: boolean, innermost: AsyncContext): void {
    const origin = this.#origin;
    if (origin === undefined || this.#madeCall || !this.#app.isRecorded(this.#arrival.request)) return;
    const record = new CallRecord(this.#runtime, {
      type: 'request',
      facts: { ...contextOf(innermost), ...inboundEndpoint(innermost), startTime: this.#arrivedAt },
      origin,
      callerSeesProvider: false,
    });
    const endTime = this.#arrivedAt + Math.max(0, this.#runtime.now() - this.#startedAt);
    record.end({ ...this.#outcome(finished), endTime });
  }

  #outcome(finished: boolean): CallEnd {
    const { statusCode, writableEnded, headersSent, errored } = this.#arrival.response;
    if (finished && writableEnded) {
      return statusCode < 400
        ? { state: 'success', statusCode }
        : { state: 'failed', statusCode, ...defined({ error: this.#error }) };
    }
    if (errored) this.failedWith(errored);
    return this.#error === undefined
      ? { state: 'cancelled', statusCode: CLIENT_CLOSED_REQUEST, error: { code: 'cancelled' } }
      : { state: 'failed', error: this.#error, ...(headersSent ? { statusCode } : {}) };
  }

  /** What its head tells: most requests are never asked. */
  #whoAsks(): UsageContext {
    if (this.#head !== undefined) return this.#head;
    const { raw } = this.#arrival;
    const baggage = this.#runtime.trustBaggage ? header(raw, 'baggage') : undefined;
    this.#head = {
      ...(baggage === undefined ? {} : contextOfBaggage(baggage)),
      ...defined({
        clientAddress: clientAddress(this.#remoteAddress, header(raw, 'x-forwarded-for'), this.#trustProxy),
        userAgent: header(raw, 'user-agent'),
      }),
    };
    return this.#head;
  }

  /** The one the app answers with goes before the one that was sent along. */
  #requestId(): string | undefined {
    return text(this.#arrival.responseHeader('x-request-id')) ?? header(this.#arrival.raw, 'x-request-id');
  }
}

/** Node joins most headers that come more than once. */
function header({ headers }: HttpRequest, name: string): string | undefined {
  const value = headers[name];
  return text(Array.isArray(value) ? value.join(', ') : value);
}

/** Some clients send a whole URL; whatever else it is, no query. */
function pathOf(url: string): string {
  const [path = ''] = url.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1);
  return path === '' ? '/' : path;
}
