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
} from './response-reader.ts';
import type { IntegrationListener } from './integration.ts';
import { ModelCall, type Hidden, type StartCall } from './model-call.ts';
import { describeModelCall, describeOperation, maxRetriesOf } from './request.ts';
import { observeRequests } from './requests.ts';

/** Operations that ask no language model: what they are called, and what their result tells. */
const OPERATIONS: Readonly<Record<string, { name: string; facts(result: Fields, event: Fields): ResponseFacts }>> = {
  embed: { name: 'embeddings', facts: factsOfEmbeddings },
  embedMany: { name: 'embeddings', facts: factsOfEmbeddings },
  rerank: { name: 'rerank', facts: factsOfRanking },
  generateSpeech: { name: 'speech', facts: factsOfSpeech },
  transcribe: { name: 'transcription', facts: factsOfTranscription },
};

/** How many are kept before those that have ended are let go. */
const MOST_OBJECT_CALLS = 1000;

/** `generateText` or `streamText` while it runs: its steps ask one after the other. */
interface Run {
  /** What the app asked for. */
  readonly event: Fields;
  readonly streams: boolean;
  /** What was in force where the app called it. */
  readonly outer: AsyncContext | undefined;
  /** The call of ours that it is made within. */
  readonly within: ModelCall | undefined;
  /** The newest call of a model. */
  call?: ModelCall;
}

/** What a frame of ours belongs to. */
interface Scope {
  readonly run?: Run | undefined;
  readonly call?: ModelCall | undefined;
}

/** Turns what the SDK tells into calls of models. What runs inside a call is found by the frame in force. */
export class Listener implements IntegrationListener {
  readonly #startCall: StartCall;
  readonly #asyncContexts: () => AsyncContexts | undefined;
  /** By the frame, and by what copies of the frame of a call share with it: `withUsage` copies. */
  readonly #scopes = new WeakMap<object, Scope>();
  /** By the message that told of their start: the same object tells of their end. */
  readonly #runs = new WeakMap<object, Run>();
  readonly #calls = new WeakMap<object, ModelCall>();
  /** Of `generateObject` and `streamObject`, by the SDK's id of the call. */
  readonly #objectCalls = new Map<string, ModelCall>();
  #observesRequests = false;

  constructor(startCall: StartCall, asyncContexts: () => AsyncContexts | undefined) {
    this.#startCall = startCall;
    this.#asyncContexts = asyncContexts;
  }

  /** Something begins; the frame that it runs in. `outer` is the one in force. */
  enters(message: object, outer: AsyncContext | undefined): AsyncContext | undefined {
    const { type, event } = fields(message);
    switch (type) {
      case 'generateText':
      case 'streamText':
        return this.#beginRun(message, fields(event), type === 'streamText', outer);
      case 'languageModelCall':
        return this.#beginAttempt(message, fields(event), outer);
      case 'executeTool':
        return outer && this.#aroundTool(outer);
      default:
        return this.#beginOperation(message, text(type) ?? '', fields(event), outer);
    }
  }

  /** What a tool calls is no part of the call that asked for the tool. */
  #aroundTool(inForce: AsyncContext): AsyncContext {
    const run = this.#scopeOf(inForce)?.run;
    if (run !== undefined) return run.outer ?? { context: {} };
    const { context, inbound, record } = inForce;
    return record?.callerSeesProvider === true ? { context, inbound } : inForce;
  }

  #beginRun(message: object, event: Fields, streams: boolean, outer: AsyncContext | undefined): AsyncContext {
    const run: Run = { event, streams, outer, within: this.#scopeOf(outer)?.call };
    this.#runs.set(message, run);
    return this.#asyncContext(copyOf(outer), { run });
  }

  #beginAttempt(message: object, event: Fields, outer: AsyncContext | undefined): AsyncContext {
    const run = this.#scopeOf(outer)?.run;
    // The SDK's own span of this call has begun, and is not active yet.
    if (outer !== undefined && run !== undefined) claimSpanBegunIn(outer);
    let call = run?.call;
    if (call?.held === true) call.beginAttempt();
    else call = this.#newCall(event, run);
    if (run !== undefined) run.call = call;
    this.#calls.set(message, call);
    return this.#asyncContext(call.contextIn(outer), { run, call });
  }

  /** A model that is asked without `generateText` or `streamText` around it is not tried again. */
  #newCall(event: Fields, run: Run | undefined): ModelCall {
    this.#observeRequests();
    return new ModelCall(
      {
        start: describeModelCall(event, run?.event ?? {}, run?.streams ?? true),
        provider: text(event.provider) ?? '',
        maxRetries: run === undefined ? 0 : maxRetriesOf(run.event),
        hidden: hiddenIn(event),
        within: run?.within,
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
        hidden: hiddenIn(event),
        attemptsByRequest: true,
      },
      this.#startCall,
    );
    this.#calls.set(message, call);
    return this.#asyncContext(call.contextIn(outer), { call });
  }

  #asyncContext(asyncContext: AsyncContext, scope: Scope): AsyncContext {
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

  ends(message: object): void {
    const { type, event, result, error } = fields(message);
    this.#runs.get(message)?.call?.abandoned(error);
    const call = this.#calls.get(message);
    if (call === undefined || error !== undefined) return;
    const operation = OPERATIONS[text(type) ?? ''];
    if (operation === undefined) call.finishedWith(result);
    else call.succeeded(operation.facts(fields(result), fields(event)));
  }

  fails(message: object): void {
    const { type, error } = fields(message);
    const call = this.#calls.get(message);
    if (type === 'languageModelCall') call?.failed(error);
    else call?.gaveUp(error);
  }

  responds(result: unknown): void {
    this.#callInForce?.finishedWith(result);
  }

  failsAttempt(error: unknown): void {
    this.#callInForce?.failed(error);
  }

  /** The SDK goes on in the context that this leaves: an async function of its own, which no code of the app shares. */
  entersObjectStep(event: Fields): void {
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
        hidden: hiddenIn(event),
        attemptsByRequest: true,
      },
      this.#startCall,
    );
    this.#forgetEnded();
    this.#objectCalls.set(id, call);
    asyncContexts.enterWith(this.#asyncContext(call.contextIn(outer), { call }));
  }

  endsObjectStep(event: Fields): void {
    this.#takeObjectCall(event)?.succeeded(factsOfResult(event));
  }

  failsObjectStep(event: Fields): void {
    this.#takeObjectCall(event)?.gaveUp(event.error);
  }

  /** Of a stream that was left, the SDK tells no end. */
  #forgetEnded(): void {
    if (this.#objectCalls.size < MOST_OBJECT_CALLS) return;
    for (const [id, call] of this.#objectCalls) if (call.ended) this.#objectCalls.delete(id);
  }

  #takeObjectCall({ callId }: Fields): ModelCall | undefined {
    const id = text(callId) ?? '';
    const call = this.#objectCalls.get(id);
    this.#objectCalls.delete(id);
    return call;
  }

  /** The call of the code that runs now. */
  get #callInForce(): ModelCall | undefined {
    return this.#scopeOf(this.#asyncContexts()?.getStore())?.call;
  }

  #observeRequests(): void {
    if (this.#observesRequests) return;
    this.#observesRequests = true;
    guarded('observing requests', () => observeRequests(() => this.#callInForce));
  }
}

function hiddenIn({ recordInputs, recordOutputs }: Fields): Hidden {
  return { inputs: recordInputs === false, outputs: recordOutputs === false };
}

function copyOf(asyncContext: AsyncContext | undefined): AsyncContext {
  return { context: {}, ...asyncContext };
}
