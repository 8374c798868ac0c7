import { t } from '@grafana/i18n';
import type { CostLine, RecordDetail, UsageRecord } from '@tokentrail/records';
import type { Fact } from '../../components/Facts.tsx';
import { formatCount, formatQuantity, formatShare } from '../../format.ts';
import { isOnlyInLines, meterWord } from '../../record/meter-words.ts';
import { joined, totalTokens } from '../../record/record-view.ts';
import { reported } from './reported.ts';

/**
 * Tokens by class as the provider reported them, and the other units that the cost bills. Input includes what was cached,
 * output includes reasoning. A total that was not reported shows as such.
 */
export function tokenFacts(record: UsageRecord, detail: RecordDetail | null): Fact[] {
  const { inputTokens, outputTokens, cacheReadTokens } = record;
  const hit =
    cacheReadTokens !== null && inputTokens !== null && inputTokens > 0
      ? t('request.summary.cache-hit', '{{share}} of input', { share: formatShare(cacheReadTokens, inputTokens) })
      : null;
  const total = totalTokens(record);
  return [
    { label: t('request.summary.input-tokens', 'Input tokens'), value: count(inputTokens) },
    ...reported([
      [t('request.summary.cache-read', 'Read from cache'), joined(' · ', count(cacheReadTokens), hit)],
      [t('request.summary.cache-write', 'Written to cache'), count(record.cacheWriteTokens)],
      [t('request.summary.audio-input', 'Audio input'), count(detail?.audioInputTokens ?? null)],
    ]),
    { label: t('request.summary.output-tokens', 'Output tokens'), value: count(outputTokens) },
    ...reported([
      [t('request.summary.reasoning', 'Reasoning'), count(record.reasoningTokens)],
      [t('request.summary.audio-output', 'Audio output'), count(detail?.audioOutputTokens ?? null)],
      [t('request.summary.total-tokens', 'Total'), outputTokens === null ? null : count(total)],
      ...billedUnits(record.costLines),
    ]),
  ];
}

/** Units that only the lines of the cost have: cache writes by lifetime, images, searches, seconds. */
function billedUnits(lines: readonly CostLine[]): [string, string][] {
  return lines
    .filter(({ meter }) => isOnlyInLines(meter))
    .map(({ meter, quantity }, index, all) => {
      const isRepeated = all.findIndex((line) => line.meter === meter) < index;
      const label = meterWord(meter);
      return [isRepeated ? `${label} (${formatCount(index + 1)})` : label, formatQuantity(quantity)];
    });
}

function count(tokens: number | null): string | null {
  return tokens === null ? null : formatCount(tokens);
}
