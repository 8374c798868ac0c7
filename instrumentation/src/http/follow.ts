import { currentRuntime, type Runtime } from '../api/runtime.ts';
import { guarded } from '../util/guarded.ts';
import type { AsyncContext } from '../record/usage-context.ts';
import { AskApp } from './ask-app.ts';
import { bindEmitter } from './bind-emitter.ts';
import type { HttpOptions } from './http-options.ts';
import { InboundRequest, type Arrival } from './inbound-request.ts';

/** A request that a middleware follows; where two do, they share this. */
interface Followed {
  /** That of the innermost middleware: what listens to the request runs inside of it. */
  asyncContext: AsyncContext;
  /** Of the outermost that asked for a record. */
  recorded: Pick<InboundRequest<unknown>, 'closed' | 'failedWith'> | undefined;
}

const followed = new WeakMap<object, Followed>();

/** Follows the requests of one middleware. */
export class RequestFollower<R> {
  readonly #app: AskApp<R>;
  readonly #options: HttpOptions<R>;

  constructor(options: HttpOptions<R>) {
    this.#options = options;
    this.#app = new AskApp(options);
  }

  /** Runs `handle` with the request in force; with recording off it runs as it is. */
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
    const inbound = new InboundRequest(runtime, arrival, this.#app, this.#options.trustProxy ?? false, outer);
    const asyncContext = { ...outer, context: {}, inbound };
    const known = followed.get(raw);
    if (known !== undefined) known.asyncContext = asyncContext;
    const request = known ?? bound(runtime, arrival, asyncContext);
    if (this.#app.mayRecord) request.recorded ??= inbound;
    return asyncContext;
  }
}

/** Tells what went wrong in the handler of a request. */
export function requestFailed(raw: object, error: unknown): void {
  guarded('the error of a request', () => followed.get(raw)?.recorded?.failedWith(error));
}

/** Node may begin a request in what is left of the one before it on the same connection: nothing of that one is meant. */
function withoutOtherRequest(asyncContext: AsyncContext | undefined, raw: object): AsyncContext | undefined {
  return asyncContext?.inbound === undefined || asyncContext.inbound.raw === raw
    ? asyncContext
    : asyncContext.inbound.outer;
}

function bound({ asyncContexts }: Runtime, { raw, response }: Arrival<unknown>, asyncContext: AsyncContext): Followed {
  const request: Followed = { asyncContext, recorded: undefined };
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
