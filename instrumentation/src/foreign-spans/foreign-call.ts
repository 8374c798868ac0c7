import { callTypeOf } from '@tokentrail/records';
import type { AttemptRecord } from '../record/attempt-record.ts';
import type { CallRecord } from '../record/call-record.ts';
import type { CallError, CallEnd, ContentKey } from '../types.ts';
import { defined } from '../util/defined.ts';
import { text } from '../util/fields.ts';
import type { AsyncContext } from '../record/usage-context.ts';
import type { InferenceFacts } from './facts.ts';
import { millisecondsOf, type EndedSpan, type SpanIds } from '../util/otel-span.ts';

/** The situation in which a span began: the caller, and the record and attempt that its call belongs to. */
export interface SpanStartContext {
  asyncContext: AsyncContext | undefined;
  /** The call of a patched SDK that was running then. */
  patchedCall: CallRecord | undefined;
  /** The gateway's record that the call is an attempt of. It may have ended since. */
  gatewayRecord: CallRecord | undefined;
  /** The open attempt of that record. */
  attempt: AttemptRecord | undefined;
}

/** A call that a span of another library describes. Nothing else of the span is kept after it has ended. */
export interface ForeignCall {
  /** The parent of the record. */
  span: SpanIds;
  startContext: SpanStartContext;
  facts: InferenceFacts;
  /** Unix ms. */
  startTime: number;
  endTime: number;
  state: CallEnd['state'];
  billed?: 'no';
  error?: CallError;
  content: readonly (readonly [ContentKey, unknown])[];
}

/** Reads `asyncContext`, in which a span begins. */
export function startContextOf(asyncContext: AsyncContext | undefined): SpanStartContext {
  const record = asyncContext?.record?.type === 'usage' && !asyncContext.record.ended ? asyncContext.record : undefined;
  if (asyncContext !== undefined && record?.callerSeesProvider === true) {
    const { context, inbound } = asyncContext;
    return {
      asyncContext: { context, inbound },
      patchedCall: record,
      gatewayRecord: undefined,
      attempt: undefined,
    };
  }
  const index = record === undefined ? undefined : asyncContext?.attempt?.index;
  const newest = index === undefined ? undefined : record?.attempts.findLast((attempt) => attempt.index === index);
  return {
    asyncContext,
    patchedCall: undefined,
    gatewayRecord: record,
    attempt: newest?.isOpen === true ? newest : undefined,
  };
}

/** Whether a span describes the call of the patched SDK that was running when the span began. */
export function isPatchedCall({ patchedCall }: SpanStartContext, { operation }: InferenceFacts): boolean {
  return patchedCall !== undefined && callTypeOf(patchedCall.facts.operation ?? operation) === callTypeOf(operation);
}

const CONTENT = {
  inputMessages: 'gen_ai.input.messages',
  outputMessages: 'gen_ai.output.messages',
  systemInstructions: 'gen_ai.system_instructions',
} as const satisfies Partial<Record<ContentKey, string>>;

/** Builds the call from a span that has ended. */
export function foreignCall(
  span: EndedSpan,
  facts: InferenceFacts,
  startContext: SpanStartContext,
  wants: (key: ContentKey) => boolean,
): ForeignCall {
  const error = errorOf(span);
  const refused = error !== undefined ? REFUSALS[error.type ?? ''] : undefined;
  const statusCode = facts.statusCode ?? refused?.statusCode ?? statusIn(error);
  return {
    span: span.spanContext(),
    startContext,
    facts: { ...facts, ...defined({ statusCode }) },
    startTime: millisecondsOf(span.startTime),
    endTime: millisecondsOf(span.endTime),
    state: error !== undefined ? 'failed' : facts.cancelled === true ? 'cancelled' : 'success',
    ...defined({ error, billed: refused === undefined ? undefined : ('no' as const) }),
    content: (Object.keys(CONTENT) as (keyof typeof CONTENT)[])
      .filter(wants)
      .map((key) => [key, span.attributes[CONTENT[key]]] as const),
  };
}

/** `SpanStatusCode.ERROR`. */
const STATUS_ERROR = 2;

function errorOf({ status, attributes, events }: EndedSpan): CallError | undefined {
  const type = text(attributes['error.type']);
  if (status.code !== STATUS_ERROR && type === undefined) return undefined;
  const exception = events.findLast(({ name }) => name === 'exception')?.attributes;
  return defined({ type: type ?? text(exception?.['exception.type']), message: text(status.message) });
}

/** Error classes of the OpenAI and Anthropic SDKs for requests that the provider refused and does not bill. */
const REFUSALS: Readonly<Record<string, { statusCode?: number }>> = {
  BadRequestError: { statusCode: 400 },
  AuthenticationError: { statusCode: 401 },
  PermissionDeniedError: { statusCode: 403 },
  NotFoundError: { statusCode: 404 },
  ConflictError: { statusCode: 409 },
  UnprocessableEntityError: { statusCode: 422 },
  RateLimitError: { statusCode: 429 },
  InternalServerError: {},
};

/** The status code in `error.type`: the semantic conventions put it there if the provider sent no error code. */
function statusIn(error: CallError | undefined): number | undefined {
  return error?.type !== undefined && /^[1-5]\d\d$/.test(error.type) ? Number(error.type) : undefined;
}
