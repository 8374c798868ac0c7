import type { CostLine, RecordDetail, UsageRecord } from '@tokentrail/records';

/** A part of the usage that is billed with the meter that contains it. */
export interface IncludedPart {
  meter: string;
  /** Tokens. */
  quantity: number;
  /** Meter of the line that bills it. */
  within: string;
}

/**
 * The reported parts of input and output without a line of their own, so that every reported number shows once. Lines of
 * several attempts share the parts in a way that is not recorded.
 */
export function includedParts(
  record: Pick<UsageRecord, 'cacheReadTokens' | 'cacheWriteTokens' | 'reasoningTokens' | 'costLines'>,
  detail: Pick<RecordDetail, 'audioInputTokens' | 'audioOutputTokens'> | null,
): IncludedPart[] {
  const parts: [meter: string, tokens: number | null | undefined, within: string][] = [
    ['cache_read', record.cacheReadTokens, 'input'],
    ['cache_write', record.cacheWriteTokens, 'input'],
    ['input_audio', detail?.audioInputTokens, 'input'],
    ['reasoning', record.reasoningTokens, 'output'],
    ['output_audio', detail?.audioOutputTokens, 'output'],
  ];
  const { costLines } = record;
  return parts.flatMap(([meter, tokens, within]) =>
    (tokens ?? 0) > 0 && !hasLine(costLines, meter) && isBilledOnce(costLines, within)
      ? [{ meter, quantity: tokens ?? 0, within }]
      : [],
  );
}

function isBilledOnce(lines: readonly CostLine[], meter: string): boolean {
  return lines.filter((line) => line.meter === meter).length === 1;
}

/** Whether a line bills a meter; those of cache writes name their lifetime. */
function hasLine(lines: readonly CostLine[], meter: string): boolean {
  return lines.some((line) => line.meter === meter || line.meter.startsWith(`${meter}:`));
}
