import { randomBytes } from 'node:crypto';
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  isSpanContextValid,
  createContextKey,
  ROOT_CONTEXT,
  trace,
  type Context,
  type SpanContext,
} from '@opentelemetry/api';

/** Trace id and parent of a record, taken from the app's active span when the record begins. */
export interface RecordOrigin {
  traceId: string;
  parentSpanId?: string;
}

/** The part of OpenTelemetry's context API that we use. */
interface ContextManager {
  active(): Context;
  with<T>(context: Context, fn: () => T): T;
}

const API_GLOBAL = Symbol.for('opentelemetry.js.api.1');

interface AppApi {
  context?: ContextManager;
  diag?: { error(message: string, ...details: unknown[]): void };
}

/**
 * The API objects that the app registered with OpenTelemetry. Read from the global that all copies of
 * `@opentelemetry/api` share, because a copy ignores registrations of an older copy, and the app's copy may be older
 * than our bundled one.
 */
export function appApi(): AppApi | undefined {
  return (globalThis as { [API_GLOBAL]?: AppApi })[API_GLOBAL];
}

function contextManager(): ContextManager | undefined {
  return appApi()?.context;
}

/** Span context of the app's active span: the object that identifies it. */
export function activeSpan(): SpanContext | undefined {
  const active = contextManager()?.active();
  const span = active === undefined ? undefined : trace.getSpanContext(active);
  return span !== undefined && isSpanContextValid(span) ? span : undefined;
}

/**
 * Origin of a record that begins now: the app's active span, else a trace without other spans.
 *
 * @param untraced The trace for a record without active span. Undefined: a new one.
 */
export function activeOrigin(untraced: () => string | undefined): RecordOrigin {
  const span = activeSpan();
  return span === undefined
    ? { traceId: untraced() ?? randomHex(16) }
    : { traceId: span.traceId, parentSpanId: span.spanId };
}

/** An id of `bytes` random bytes in hex digits, never all zero. */
export function randomHex(bytes: 8 | 16): string {
  const digits = bytes * 2;
  if (poolPosition + digits > pool.length) {
    pool = randomBytes(4096).toString('hex');
    poolPosition = 0;
  }
  const id = pool.slice(poolPosition, (poolPosition += digits));
  return ZERO_ID.startsWith(id) ? randomHex(bytes) : id;
}
const ZERO_ID = '0'.repeat(32);
/** Unused random hex digits. Slicing a prepared text is faster than getting and formatting random bytes for each id. */
let pool = '';
let poolPosition = 0;

// The context key that OpenTelemetry SDKs check: no spans are created while it is set.
const UNTRACED = ROOT_CONTEXT.setValue(createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING'), true);
const runOutsideRequests = AsyncLocalStorage.snapshot();

/**
 * Runs work of our own (sends, timers) outside the request that caused it, so that it keeps no object of that request
 * alive and the app's instrumentation creates no spans for it.
 */
export function asOurs<T>(fn: () => T): T {
  return runOutsideRequests(() => {
    const manager = contextManager();
    return manager === undefined ? fn() : manager.with(UNTRACED, fn);
  });
}
