import type { AppSpan } from '@tokentrail/usage-store';
import type { Times } from './time-axis.ts';

/** A span of the app on the axis of a record. */
export interface AppSpanRow extends Required<Pick<Times, 'offsetMs' | 'durationMs'>> {
  span: AppSpan;
  /** Number of spans above it in its trace, as far as they were read. */
  depth: number;
}

const NANO_PER_MS = 1e6;

/**
 * The spans in the order of their starts, relative to the start of the record. Below the milliseconds the difference is exact, which a
 * number of nanoseconds since 1970 is not.
 */
export function appSpanRows(spans: readonly AppSpan[], recordStartUnixNano: string): AppSpanRow[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const start = BigInt(recordStartUnixNano);
  return spans
    .map((span) => ({
      span,
      offsetMs: Number(BigInt(span.startUnixNano) - start) / NANO_PER_MS,
      durationMs: span.durationMs,
      depth: depthOf(span, byId),
    }))
    .sort((a, b) => a.offsetMs - b.offsetMs || a.depth - b.depth);
}

/** A trace may name a span as its own parent, or two each other. */
function depthOf(span: AppSpan, byId: ReadonlyMap<string, AppSpan>): number {
  const above = new Set<AppSpan>();
  for (let parent = parentOf(span, byId); parent !== undefined && parent !== span && !above.has(parent);) {
    above.add(parent);
    parent = parentOf(parent, byId);
  }
  return above.size;
}

function parentOf({ parentSpanId }: AppSpan, byId: ReadonlyMap<string, AppSpan>): AppSpan | undefined {
  return parentSpanId === null ? undefined : byId.get(parentSpanId);
}
