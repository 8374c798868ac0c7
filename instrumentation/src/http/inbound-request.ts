import { CallRecord } from '../record/call-record.ts';
import { randomHex, type RecordOrigin } from '../util/app-context.ts';
import { defined } from '../util/defined.ts';
import type { CallEnd, CallError, RequestFacts, UsageContext } from '../types.ts';
import type { Runtime } from '../api/runtime.ts';
import { fields, text } from '../util/fields.ts';
import { contextOf, mergedContext, inboundEndpoint, type Inbound, type AsyncContext } from '../record/usage-context.ts';
import type { AppHooks } from './app-hooks.ts';
import { contextOfBaggage } from './baggage.ts';
import { clientAddress, type TrustProxy } from './client-address.ts';
import type { HttpRequest, HttpResponse } from './http-options.ts';

/** One inbound request, as a framework's adapter presents it. */
export interface Arrival<R> {
  raw: HttpRequest;
  response: HttpResponse;
  /** The framework's request, the argument of the app's hooks. */
  request: R;
  /** The URL that the client sent, even if a router rewrites it. */
  url: string;
  /** A response header that has been set so far. */
  responseHeader(name: string): unknown;
  /** The route template, if it is known yet. */
  route?: () => string | undefined;
}

/** The status recorded if the client disconnects before the end of the response (as in nginx). It is never sent. */
const CLIENT_CLOSED_REQUEST = 499;

/** A running inbound request: the caller that it identifies, and the request's own record if it made no LLM call. */
export class InboundRequest<R> implements Inbound {
  readonly raw: object;
  readonly outer: AsyncContext | undefined;
  readonly #runtime: Runtime;
  readonly #arrival: Arrival<R>;
  readonly #hooks: AppHooks<R>;
  readonly #trustProxy: TrustProxy;
  /** Defined only if the request may become a record. */
  readonly #origin: RecordOrigin | undefined;
  readonly #arrivedAt = Date.now();
  readonly #startedAt: number;
  /** Read on arrival, because a closed socket has no remote address. */
  readonly #remoteAddress: string | undefined;
  #traceId: string | undefined;
  #headerContext: UsageContext | undefined;
  #madeCall = false;
  #hooksRunning = false;
  #error: CallError | undefined;

  constructor(
    runtime: Runtime,
    arrival: Arrival<R>,
    hooks: AppHooks<R>,
    trustProxy: TrustProxy,
    outer: AsyncContext | undefined,
  ) {
    this.#runtime = runtime;
    this.#arrival = arrival;
    this.#hooks = hooks;
    this.#trustProxy = trustProxy;
    this.#origin = hooks.mayRecord ? runtime.origin() : undefined;
    this.#startedAt = runtime.now();
    this.raw = arrival.raw;
    this.outer = outer;
    this.#remoteAddress = arrival.raw.socket.remoteAddress;
  }

  context(): UsageContext {
    const reported = mergedContext(
      contextOf(this.outer),
      mergedContext(this.#contextOfHeaders(), defined({ requestId: this.#requestId() })),
    );
    // Without this check, a hook that makes an LLM call itself would recurse: that call reads this context.
    if (this.#hooksRunning) return reported;
    this.#hooksRunning = true;
    try {
      return mergedContext(reported, this.#hooks.context(this.#arrival.request));
    } finally {
      this.#hooksRunning = false;
    }
  }

  endpoint(): Pick<RequestFacts, 'method' | 'route' | 'path'> {
    const { raw, url, route } = this.#arrival;
    return defined({ method: raw.method, path: pathOf(url), route: route?.() });
  }

  traceId(): string {
    this.#traceId ??= this.outer?.inbound?.traceId() ?? this.#origin?.traceId ?? randomHex(16);
    return this.#traceId;
  }

  callBegan(): void {
    this.#madeCall = true;
    this.outer?.inbound?.callBegan();
  }

  /** Keeps the type and code of the handler's error, but not its message, which may quote anything. */
  failedWith(error: unknown): void {
    const { name, code } = fields(error);
    this.#error = defined({ type: text(code) ?? text(name), code: text(code) });
  }

  /**
   * Called when the response has closed. `finished`: the whole response was passed to the operating system.
   * `innermost`: the context of the innermost middleware.
   */
  closed(finished: boolean, innermost: AsyncContext): void {
    const origin = this.#origin;
    if (origin === undefined || this.#madeCall || !this.#hooks.isRecorded(this.#arrival.request)) return;
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

  /** The caller as the headers identify it. Read on first use, because most requests make no record. */
  #contextOfHeaders(): UsageContext {
    if (this.#headerContext !== undefined) return this.#headerContext;
    const { raw } = this.#arrival;
    const baggage = this.#runtime.trustBaggage ? header(raw, 'baggage') : undefined;
    this.#headerContext = {
      ...(baggage === undefined ? {} : contextOfBaggage(baggage)),
      ...defined({
        clientAddress: clientAddress(this.#remoteAddress, header(raw, 'x-forwarded-for'), this.#trustProxy),
        userAgent: header(raw, 'user-agent'),
      }),
    };
    return this.#headerContext;
  }

  /** The request id in the response takes precedence over the one in the request. */
  #requestId(): string | undefined {
    return text(this.#arrival.responseHeader('x-request-id')) ?? header(this.#arrival.raw, 'x-request-id');
  }
}

/** A request header as one string. Node joins most repeated headers itself, but not all. */
function header({ headers }: HttpRequest, name: string): string | undefined {
  const value = headers[name];
  return text(Array.isArray(value) ? value.join(', ') : value);
}

/** The path of a URL, without the query. Some clients send an absolute URL. */
function pathOf(url: string): string {
  const [path = ''] = url.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1);
  return path === '' ? '/' : path;
}
