import { callTypeOf } from '@tokentrail/records';
import type { AttemptRecord } from '../record/attempt-record.ts';
import type { CallRecord } from '../record/call-record.ts';
import type { CallError, CallEnd, ContentKey } from '../types.ts';
import { known, text } from '../util/fields.ts';
import type { AsyncContext } from '../record/usage-context.ts';
import type { InferenceFacts } from './facts.ts';
import { millisecondsOf, type EndedSpan, type SpanIds } from '../util/otel-span.ts';

/** What was in force when a span began: who calls, and the record and the try that its call belongs to. */
export interface SpanStartContext {
  asyncContext: AsyncContext | undefined;
  /** The call of a patch of ours that went on there. */
  ours: CallRecord | undefined;
  /** The gateway's record that the call is a try of; ended or not by now. */
  joined: CallRecord | undefined;
  /** The try of it that was open. */
  attempt: AttemptRecord | undefined;
}

/** A call that a span of another library told of: all that is kept of that span once it has ended. */
export interface ForeignCall {
  /** The record is the span's child. */
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

export function startContextOf(asyncContext: AsyncContext | undefined): SpanStartContext {
  const record = asyncContext?.record?.type === 'usage' && !asyncContext.record.ended ? asyncContext.record : undefined;
  if (asyncContext !== undefined && record?.callerSeesProvider === true) {
    const { context, inbound } = asyncContext;
    return { asyncContext: { context, inbound }, ours: record, joined: undefined, attempt: undefined };
  }
  const joined = record;
  const index = joined === undefined ? undefined : asyncContext?.attempt?.index;
  const newest = index === undefined ? undefined : joined?.attempts.findLast((attempt) => attempt.index === index);
  return { asyncContext, ours: undefined, joined, attempt: newest?.isOpen === true ? newest : undefined };
}

/** Whether the call of ours that went on where a span began is the one that the span tells of. */
export function isOurs({ ours }: SpanStartContext, { operation }: InferenceFacts): boolean {
  return ours !== undefined && callTypeOf(ours.facts.operation ?? operation) === callTypeOf(operation);
}

const CONTENT = {
  inputMessages: 'gen_ai.input.messages',
  outputMessages: 'gen_ai.output.messages',
  systemInstructions: 'gen_ai.system_instructions',
} as const satisfies Partial<Record<ContentKey, string>>;

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
    facts: { ...facts, ...known({ statusCode }) },
    startTime: millisecondsOf(span.startTime),
    endTime: millisecondsOf(span.endTime),
    state: error !== undefined ? 'failed' : facts.givenUp === true ? 'cancelled' : 'success',
    ...known({ error, billed: refused === undefined ? undefined : ('no' as const) }),
    content: (Object.keys(CONTENT) as (keyof typeof CONTENT)[])
      .filter(wants)
      .map((key) => [key, span.attributes[CONTENT[key]]] as const),
  };
}

const STATUS_ERROR = 2;

function errorOf({ status, attributes, events }: EndedSpan): CallError | undefined {
  const type = text(attributes['error.type']);
  if (status.code !== STATUS_ERROR && type === undefined) return undefined;
  const exception = events.findLast(({ name }) => name === 'exception')?.attributes;
  return known({ type: type ?? text(exception?.['exception.type']), message: text(status.message) });
}

/** Errors that the SDKs of OpenAI and Anthropic throw when the provider refuses: nothing is billed. */
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

/** The conventions ask for the status as `error.type` where the provider sent no code of its own. */
function statusIn(error: CallError | undefined): number | undefined {
  return error?.type !== undefined && /^[1-5]\d\d$/.test(error.type) ? Number(error.type) : undefined;
}
