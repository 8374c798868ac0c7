import { callTypeOf } from '@tokentrail/records';
import { millisecondsOf, type EndedSpan } from '../util/otel-span.ts';
import type { InferenceFacts } from './facts.ts';

/** A call that a record is made of. */
export interface BegunCall {
  operation: string | undefined;
  model: string | undefined;
  /** Unix ms. */
  startTime: number;
  /** The library whose span describes the call; undefined for a patched SDK. */
  library: string | undefined;
}

/**
 * Libraries that make their spans in LangChain's callbacks. Such a span is never active, so the call that it describes has
 * another parent.
 */
const CALLBACK_LIBRARY = /^(?:@(?:arizeai|traceloop|openlit)\/[\w-]+-langchain(?:-v0)?|langsmith)$/;

/** In ms. LangChain may run its callbacks a little after the call has begun. */
const TOLERANCE = 50;
const MAX_CALLS = 1000;

/**
 * The calls that began lately. A span of a callback describes one of them if they have the same model and the call began
 * within the span.
 */
export class BegunCalls {
  readonly #calls = new Set<BegunCall>();

  /** Called when a call begins. A callback's span counts only once it has ended, because it may describe another's call. */
  add(call: BegunCall): void {
    if (!isCallbackLibrary(call.library)) this.#keep(call);
  }

  /** Whether `span`, which has ended, describes a call that another record is made of. Each call is taken once. */
  take(span: EndedSpan, { operation, requestModel, responseModel }: InferenceFacts): boolean {
    const library = span.instrumentationScope.name;
    if (!isCallbackLibrary(library)) return false;
    const models = [requestModel, responseModel].filter((name) => name !== undefined);
    const start = millisecondsOf(span.startTime);
    const end = millisecondsOf(span.endTime);
    const within = [...this.#calls].filter(
      (call) =>
        call.library !== library &&
        call.startTime >= start - TOLERANCE &&
        call.startTime <= end &&
        isModelOf(call, models) &&
        callTypeOf(call.operation ?? operation) === callTypeOf(operation),
    );
    const taken = within.find(({ startTime }) => startTime >= start) ?? within[0];
    if (taken !== undefined) this.#calls.delete(taken);
    // Another callback library may describe the same call.
    if (!isCallbackLibrary(taken?.library)) this.#keep({ operation, model: models[0], startTime: start, library });
    return taken !== undefined;
  }

  #keep(call: BegunCall): void {
    this.#calls.add(call);
    const [oldest] = this.#calls;
    if (oldest !== undefined && this.#calls.size > MAX_CALLS) this.#calls.delete(oldest);
  }
}

function isCallbackLibrary(library: string | undefined): boolean {
  return library !== undefined && CALLBACK_LIBRARY.test(library);
}

/** Names differ by a prefix: `models/gemini-2.5-flash`. */
function isModelOf({ model }: BegunCall, models: readonly string[]): boolean {
  return (
    model === undefined || models.length === 0 || models.some((name) => name.endsWith(model) || model.endsWith(name))
  );
}
