import { currentRuntime, type Runtime } from '../runtime.ts';
import { safely } from '../safely.ts';
import type { UsageFrame } from '../usage-context.ts';
import { AskApp } from './ask-app.ts';
import { bindEmitter } from './bind-emitter.ts';
import type { HttpOptions } from './http-options.ts';
import { InboundRequest, type Arrival } from './inbound-request.ts';

/** A request that a middleware follows; where two do, they share this. */
interface Followed {
  /** That of the innermost middleware: what listens to the request runs inside of it. */
  frame: UsageFrame;
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
    const frame = runtime && safely('an inbound request', () => this.#begin(runtime, arrival));
    return runtime === undefined || frame === undefined ? handle() : runtime.frames.run(frame, handle);
  }

  #begin(runtime: Runtime, arrival: Arrival<R>): UsageFrame {
    const { raw } = arrival;
    const outer = withoutOtherRequest(runtime.frames.getStore(), raw);
    const inbound = new InboundRequest(runtime, arrival, this.#app, this.#options.trustProxy ?? false, outer);
    const frame = { ...outer, context: {}, inbound };
    const known = followed.get(raw);
    if (known !== undefined) known.frame = frame;
    const request = known ?? bound(runtime, arrival, frame);
    if (this.#app.mayRecord) request.recorded ??= inbound;
    return frame;
  }
}

/** Tells what went wrong in the handler of a request. */
export function requestFailed(raw: object, error: unknown): void {
  safely('the error of a request', () => followed.get(raw)?.recorded?.failedWith(error));
}

/** Node may begin a request in what is left of the one before it on the same connection: nothing of that one is meant. */
function withoutOtherRequest(frame: UsageFrame | undefined, raw: object): UsageFrame | undefined {
  return frame?.inbound === undefined || frame.inbound.raw === raw ? frame : frame.inbound.outer;
}

function bound({ frames }: Runtime, { raw, response }: Arrival<unknown>, frame: UsageFrame): Followed {
  const request: Followed = { frame, recorded: undefined };
  followed.set(raw, request);
  const frameNow = () => (frames.getStore()?.inbound?.raw === raw ? undefined : request.frame);
  let finished = false;
  bindEmitter(raw, frames, frameNow, () => undefined);
  bindEmitter(response, frames, frameNow, (event) => {
    if (event === 'finish') finished = true;
    if (event !== 'close') return;
    safely('the end of a request', () => request.recorded?.closed(finished, request.frame));
    request.recorded = undefined;
  });
  return request;
}
