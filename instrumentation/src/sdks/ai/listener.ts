import { guarded } from '../../util/guarded.ts';
import { claimSpanBegunIn } from '../../api/start-call.ts';
import type { AsyncContext, AsyncContexts } from '../../record/usage-context.ts';
import type { ResponseFacts } from '../response-reader.ts';
import { fields, text, type Fields } from '../../util/fields.ts';
import {
  factsOfEmbeddings,
  factsOfRanking,
  factsOfResult,
  factsOfSpeech,
  factsOfTranscription,
} from './result-reader.ts';
import { hiddenContentOf } from './hidden-content.ts';
import type { IntegrationListener } from './integration.ts';
import { ModelCall } from './model-call.ts';
import type { StartCall } from './model-call-options.ts';
import { apiFormatOf } from './provider.ts';
import { describeModelCall, describeOperation, maxRetriesOf } from './request.ts';
import { observeRequests } from './requests.ts';

/** Operations other than a language model's: the name in our records, and the reader of the result. */
const OPERATIONS: Readonly<Record<string, { name: string; facts(result: Fields, event: Fields): ResponseFacts }>> = {
  embed: { name: 'embeddings', facts: factsOfEmbeddings },
  embedMany: { name: 'embeddings', facts: factsOfEmbeddings },
  rerank: { name: 'rerank', facts: factsOfRanking },
  generateSpeech: { name: 'speech', facts: factsOfSpeech },
  transcribe: { name: 'transcription', facts: factsOfTranscription },
};

/** When this many calls are kept, those that have ended are removed. */
const MAX_OBJECT_CALLS = 1000;

/** A running `generateText` or `streamText`. Its steps call the model one after the other. */
interface Run {
  /** The SDK's start event, with the app's options. */
  readonly event: Fields;
  readonly streams: boolean;
  /** The context in which the app called it. */
  readonly outer: AsyncContext | undefined;
  /** The recorded call inside which it runs. */
  readonly outerCall: ModelCall | undefined;
  /** The newest call of a model. */
  call?: ModelCall;
}

/** The run and the call that an async context of ours belongs to. */
interface Scope {
  readonly run?: Run | undefined;
  readonly call?: ModelCall | undefined;
}

/**
 * Turns the SDK's events into calls of models. The current async context determines the call that an event, a request
 * or a nested call belongs to.
 */
export class Listener implements IntegrationListener {
  readonly #startCall: StartCall;
  readonly #asyncContexts: () => AsyncContexts | undefined;
  /** By the context, and by its `guests`, which copies of a call's context share (`withUsage` makes copies). */
  readonly #scopes = new WeakMap<object, Scope>();
  /** By the start message. The SDK sends the same object at the end. */
  readonly #runs = new WeakMap<object, Run>();
  readonly #calls = new WeakMap<object, ModelCall>();
  /** Calls of `generateObject` and `streamObject`, by the SDK's call id. */
  readonly #objectCalls = new Map<string, ModelCall>();
  #observesRequests = false;

  constructor(startCall: StartCall, asyncContexts: () => AsyncContexts | undefined) {
    this.#startCall = startCall;
    this.#asyncContexts = asyncContexts;
  }

  /** Called when an operation starts in the context `outer`. Returns the context in which it runs. */
  started(message: object, outer: AsyncContext | undefined): AsyncContext | undefined {
    const { type, event } = fields(message);
    switch (type) {
      case 'generateText':
      case 'streamText':
        return this.#beginRun(message, fields(event), type === 'streamText', outer);
      case 'languageModelCall':
        return this.#beginAttempt(message, fields(event), outer);
      case 'executeTool':
        return outer && this.#contextOfTool(outer);
      default:
        return this.#beginOperation(message, text(type) ?? '', fields(event), outer);
    }
  }

  /** The context in which a tool runs. Calls made by a tool are not part of the call that requested the tool. */
  #contextOfTool(current: AsyncContext): AsyncContext {
    const run = this.#scopeOf(current)?.run;
    if (run !== undefined) return run.outer ?? { context: {} };
    const { context, inbound, record } = current;
    return record?.callerSeesProvider === true ? { context, inbound } : current;
  }

  #beginRun(message: object, event: Fields, streams: boolean, outer: AsyncContext | undefined): AsyncContext {
    const run: Run = { event, streams, outer, outerCall: this.#scopeOf(outer)?.call };
    this.#runs.set(message, run);
    return this.#register(copyOf(outer), { run });
  }

  #beginAttempt(message: object, event: Fields, outer: AsyncContext | undefined): AsyncContext {
    const run = this.#scopeOf(outer)?.run;
    // The SDK's own span of this call has begun but is not active yet.
    if (outer !== undefined && run !== undefined) claimSpanBegunIn(outer);
    let call = run?.call;
    if (call?.isBetweenAttempts === true) call.beginAttempt();
    else call = this.#newCall(event, run);
    if (run !== undefined) run.call = call;
    this.#calls.set(message, call);
    return this.#register(call.contextIn(outer), { run, call });
  }

  /** A model call outside `generateText` and `streamText` is not retried by the SDK. */
  #newCall(event: Fields, run: Run | undefined): ModelCall {
    this.#observeRequests();
    return new ModelCall(
      {
        start: describeModelCall(event, run?.event ?? {}, run?.streams ?? true),
        provider: text(event.provider) ?? '',
        maxRetries: run === undefined ? 0 : maxRetriesOf(run.event),
        tools: event.tools,
        hidden: hiddenContentOf(event),
        outerCall: run?.outerCall,
      },
      this.#startCall,
    );
  }

  #beginOperation(
    message: object,
    type: string,
    event: Fields,
    outer: AsyncContext | undefined,
  ): AsyncContext | undefined {
    const operation = Object.hasOwn(OPERATIONS, type) ? OPERATIONS[type] : undefined;
    if (operation === undefined) return outer;
    this.#observeRequests();
    const call = new ModelCall(
      {
        start: describeOperation(operation.name, event),
        provider: text(event.provider) ?? '',
        maxRetries: maxRetriesOf(event),
        hidden: hiddenContentOf(event),
        attemptsByRequest: true,
      },
      this.#startCall,
    );
    this.#calls.set(message, call);
    return this.#register(call.contextIn(outer), { call });
  }

  /** Associates `asyncContext` with `scope` and returns it. */
  #register(asyncContext: AsyncContext, scope: Scope): AsyncContext {
    this.#scopes.set(asyncContext, scope);
    if (asyncContext.guests !== undefined && asyncContext === scope.call?.asyncContext)
      this.#scopes.set(asyncContext.guests, scope);
    return asyncContext;
  }

  #scopeOf(asyncContext: AsyncContext | undefined): Scope | undefined {
    return (
      asyncContext && (this.#scopes.get(asyncContext) ?? (asyncContext.guests && this.#scopes.get(asyncContext.guests)))
    );
  }

  ended(message: object): void {
    const { type, event, result, error } = fields(message);
    this.#runs.get(message)?.call?.operationEnded(error);
    const call = this.#calls.get(message);
    if (call === undefined || error !== undefined) return;
    const operation = OPERATIONS[text(type) ?? ''];
    if (operation === undefined) call.modelResponded(result);
    else call.operationSucceeded(operation.facts(fields(result), fields(event)));
  }

  failed(message: object): void {
    const { type, error } = fields(message);
    const call = this.#calls.get(message);
    if (type === 'languageModelCall') call?.modelFailed(error);
    else call?.operationFailed(error);
  }

  attemptSucceeded(result: unknown): void {
    this.#currentCall?.modelResponded(result);
  }

  attemptFailed(error: unknown): void {
    this.#currentCall?.modelFailed(error);
  }

  /**
   * Enters the call's context. The SDK calls this in an async function of its own and continues there, so the context
   * does not reach the app's code.
   */
  objectStepStarted(event: Fields): void {
    const id = text(event.callId);
    const asyncContexts = this.#asyncContexts();
    if (id === undefined || asyncContexts === undefined) return;
    this.#observeRequests();
    const outer = asyncContexts.getStore();
    const call = new ModelCall(
      {
        start: describeModelCall(event, { ...event, output: { name: 'object' } }, false),
        provider: text(event.provider) ?? '',
        maxRetries: 0,
        hidden: hiddenContentOf(event),
        attemptsByRequest: true,
      },
      this.#startCall,
    );
    this.#removeEndedObjectCalls();
    this.#objectCalls.set(id, call);
    asyncContexts.enterWith(this.#register(call.contextIn(outer), { call }));
  }

  objectStepEnded(event: Fields): void {
    this.#removeObjectCall(event)?.operationSucceeded(factsOfResult(event, apiFormatOf(text(event.provider) ?? '')));
  }

  objectStepFailed(event: Fields): void {
    this.#removeObjectCall(event)?.operationFailed(event.error);
  }

  /** Removes calls whose end the SDK did not report, such as abandoned streams. */
  #removeEndedObjectCalls(): void {
    if (this.#objectCalls.size < MAX_OBJECT_CALLS) return;
    for (const [id, call] of this.#objectCalls) if (call.ended) this.#objectCalls.delete(id);
  }

  #removeObjectCall({ callId }: Fields): ModelCall | undefined {
    const id = text(callId) ?? '';
    const call = this.#objectCalls.get(id);
    this.#objectCalls.delete(id);
    return call;
  }

  /** The call that the current code belongs to. */
  get #currentCall(): ModelCall | undefined {
    return this.#scopeOf(this.#asyncContexts()?.getStore())?.call;
  }

  #observeRequests(): void {
    if (this.#observesRequests) return;
    this.#observesRequests = true;
    guarded('observing requests', () => observeRequests(() => this.#currentCall));
  }
}

function copyOf(asyncContext: AsyncContext | undefined): AsyncContext {
  return { context: {}, ...asyncContext };
}
