import { callTypeOf } from '@tokentrail/records';
import { usageOfTokens } from '@tokentrail/usage';
import { tokensOf } from '../record/token-counts.ts';
import type { ReportedUsage } from '../types.ts';
import { count, fields, type Fields } from '../util/fields.ts';
import type { SpanAttributes } from '../util/otel-span.ts';
import { countsIn, type CountNames } from './counts.ts';

/**
 * The usage in a span's attributes as one usage object, which packages/usage reads like a provider's: `total_tokens` as the
 * span reports it, and under their attribute the counts that no name covers, which make the cost unknown. Undefined if the
 * span reports none.
 */
export function usageOfSpan(
  attributes: SpanAttributes,
  operation: string,
  names: CountNames,
): ReportedUsage | undefined {
  const { tokens, unread, contradictory } = countsIn(attributes, names);
  if (Object.keys(tokens).length > 0) {
    const raw = { ...usageOfTokens(tokens, callTypeOf(operation) === 'chat'), ...unread };
    return { ...tokensOf(tokens), raw: contradictory ? NO_BASIS : raw };
  }
  // The AI SDK reports a transcription by its length.
  const seconds = attributes['gen_ai.usage.seconds'];
  if (seconds !== undefined) return { raw: { type: 'duration', seconds } };
  return Object.keys(unread).length > 0 ? { raw: unread } : undefined;
}

/** A usage object from which no cost follows. */
const NO_BASIS: Fields = {};

/** Keeps the token counts, but makes the cost unknown. */
export function withoutBasis(usage: ReportedUsage): ReportedUsage {
  return { ...usage, raw: NO_BASIS };
}

/** Whether a cost may follow from `usage`. */
export function hasBasis(usage: ReportedUsage | undefined): boolean {
  return usage !== undefined && Object.keys(fields(usage.raw)).length > 0;
}

/** `usage` with the object `raw`, if its counts have another meaning than that of the columns. Keeps what was not read. */
export function restated(usage: ReportedUsage, raw: Fields): ReportedUsage {
  if (!hasBasis(usage)) return usage;
  const unread = Object.entries(fields(usage.raw)).filter(([name]) => name.includes('.'));
  return { ...usage, raw: { ...raw, ...Object.fromEntries(unread) } };
}

/** The total that a span reported. */
export function totalOf(usage: ReportedUsage): number | undefined {
  return count(fields(usage.raw).total_tokens);
}
