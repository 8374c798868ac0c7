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

/** Trace id and parent of a record: those of the app's active span when the record began. */
export interface RecordOrigin {
  traceId: string;
  parentSpanId?: string;
}

/** The part of OpenTelemetry's context API that is read here. */
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
 * What the app has registered with OpenTelemetry. It is read where every copy of `@opentelemetry/api` keeps it, since a
 * copy refuses what an older copy registered, and the app's copy may be older than the one that is bundled with us.
 */
export function appApi(): AppApi | undefined {
  return (globalThis as { [API_GLOBAL]?: AppApi })[API_GLOBAL];
}

function contextManager(): ContextManager | undefined {
  return appApi()?.context;
}

/** The app's active span: the object that it names itself with. */
export function activeSpan(): SpanContext | undefined {
  const active = contextManager()?.active();
  const span = active === undefined ? undefined : trace.getSpanContext(active);
  return span !== undefined && isSpanContextValid(span) ? span : undefined;
}

/** Trace id and parent for a record that begins now: those of the app's active span, else a trace of its own. */
export function activeOrigin(): RecordOrigin {
  const span = activeSpan();
  return span === undefined ? { traceId: randomHex(16) } : { traceId: span.traceId, parentSpanId: span.spanId };
}

/** An id of `bytes` random bytes in hex digits, never all zero. */
export function randomHex(bytes: 8 | 16): string {
  const digits = bytes * 2;
  if (poolAt + digits > pool.length) {
    pool = randomBytes(4096).toString('hex');
    poolAt = 0;
  }
  const id = pool.slice(poolAt, (poolAt += digits));
  return NO_ID.startsWith(id) ? randomHex(bytes) : id;
}
const NO_ID = '0'.repeat(32);
/**
 * Hex digits that nobody has yet: to ask for random bytes, and to write them as text, takes longer than to cut a text.
 */
let pool = '';
let poolAt = 0;

// The key that every OpenTelemetry SDK looks for: what runs under it makes no spans.
const UNTRACED = ROOT_CONTEXT.setValue(createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING'), true);
const outsideAnyRequest = AsyncLocalStorage.snapshot();

/**
 * Runs work of our own (sending, timers) outside whatever request caused it: nothing of that request is kept alive by
 * it, and the app's instrumentation makes no spans of it.
 */
export function asOurs<T>(fn: () => T): T {
  return outsideAnyRequest(() => {
    const manager = contextManager();
    return manager === undefined ? fn() : manager.with(UNTRACED, fn);
  });
}
