import { currentRuntime, type Runtime } from '../api/runtime.ts';
import { guarded } from '../util/guarded.ts';
import type { AsyncContext } from '../record/usage-context.ts';
import { AppHooks } from './app-hooks.ts';
import { bindEmitter } from './bind-emitter.ts';
import type { HttpOptions } from './http-options.ts';
import { InboundRequest, type Arrival } from './inbound-request.ts';

/** A request that one or more middlewares follow. Several middlewares around one request share this object. */
interface FollowedRequest {
  /** The context of the innermost middleware; listeners of the request run in it. */
  asyncContext: AsyncContext;
  /** The request as seen by the outermost middleware that records requests. */
  recorded: Pick<InboundRequest<unknown>, 'closed' | 'failedWith'> | undefined;
}

/** By the raw request. */
const followed = new WeakMap<object, FollowedRequest>();

/** Follows the requests of one middleware. */
export class RequestFollower<R> {
  readonly #hooks: AppHooks<R>;
  readonly #options: HttpOptions<R>;

  constructor(options: HttpOptions<R>) {
    this.#options = options;
    this.#hooks = new AppHooks(options);
  }

  /** Runs `handle` in the context of the request, or in the current context if recording is off. */
  follow<T>(arrival: Arrival<R>, handle: () => T): T {
    const runtime = currentRuntime();
    const asyncContext = runtime && guarded('an inbound request', () => this.#begin(runtime, arrival));
    return runtime === undefined || asyncContext === undefined
      ? handle()
      : runtime.asyncContexts.run(asyncContext, handle);
  }

  #begin(runtime: Runtime, arrival: Arrival<R>): AsyncContext {
    const { raw } = arrival;
    const outer = withoutOtherRequest(runtime.asyncContexts.getStore(), raw);
    const inbound = new InboundRequest(runtime, arrival, this.#hooks, this.#options.trustProxy ?? false, outer);
    const asyncContext = { ...outer, context: {}, inbound };
    const existing = followed.get(raw);
    if (existing !== undefined) existing.asyncContext = asyncContext;
    const request = existing ?? bindRequest(runtime, arrival, asyncContext);
    if (this.#hooks.mayRecord) request.recorded ??= inbound;
    return asyncContext;
  }
}

/** Records the error that the handler of a request threw. */
export function requestFailed(raw: object, error: unknown): void {
  guarded('the error of a request', () => followed.get(raw)?.recorded?.failedWith(error));
}

/**
 * Discards the context of an earlier request. On a kept-alive connection Node may start a request in the context of the
 * previous one, which has nothing to do with it.
 */
function withoutOtherRequest(asyncContext: AsyncContext | undefined, raw: object): AsyncContext | undefined {
  return asyncContext?.inbound === undefined || asyncContext.inbound.raw === raw
    ? asyncContext
    : asyncContext.inbound.outer;
}

/** Starts to follow a request: binds its events to its context, and ends its record when the response closes. */
function bindRequest(
  { asyncContexts }: Runtime,
  { raw, response }: Arrival<unknown>,
  asyncContext: AsyncContext,
): FollowedRequest {
  const request: FollowedRequest = { asyncContext, recorded: undefined };
  followed.set(raw, request);
  const contextNow = () => (asyncContexts.getStore()?.inbound?.raw === raw ? undefined : request.asyncContext);
  let finished = false;
  bindEmitter(raw, asyncContexts, contextNow, () => undefined);
  bindEmitter(response, asyncContexts, contextNow, (event) => {
    if (event === 'finish') finished = true;
    if (event !== 'close') return;
    guarded('the end of a request', () => request.recorded?.closed(finished, request.asyncContext));
    request.recorded = undefined;
  });
  return request;
}
