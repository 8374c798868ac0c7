import { t } from '@grafana/i18n';
import { missingPrices, priceFileFor, sellPriceFor, type RecordedEntry } from '@tokentrail/pricing/recorded';
import { type Attempt, type UsageRecord, visibleText } from '@tokentrail/records';
import { meterWord } from '../../record/meter-words.ts';
import { joined } from '../../record/record-view.ts';

/** What a call lacks to have a price, in words. */
export interface PriceGap {
  title: string;
  help: string;
  /** Lines of a price file to copy; null if more must be known to write them. */
  lines: string | null;
}

/**
 * The price that is missing of a call with an unknown price; null if no amount lacks one.
 *
 * @param attempt the one that the call is priced by; null if this user may not see attempts
 * @param entry the price entry that the record names; null if there is none, or it was not read
 */
export function priceGap(record: UsageRecord, attempt: Attempt | null, entry: RecordedEntry | null): PriceGap | null {
  const { list, paid, charged } = record.cost;
  const isChargeUnknown = charged.state === 'unknown_price';
  if (![list, paid, charged].some(({ state }) => state === 'unknown_price')) {
    return null;
  }
  const ownEntry = isChargeUnknown ? entry : null;
  const meters = missingPrices({ record, attempt }, ownEntry);
  if (ownEntry !== null && meters.length === 0) {
    return noTier(ownEntry);
  }
  const isSellPrice = isChargeUnknown && record.priceEntry === null && paid.state !== null && paid.nanoUsd !== null;
  const model = isSellPrice ? record.requestModel : modelOf(record, attempt);
  const sold = {
    model: model ?? '',
    host: attempt?.server ?? null,
    provider: attempt?.provider ?? record.provider,
  };
  const lines = isSellPrice ? sellPriceFor(sold.model, meters) : priceFileFor(sold, ownEntry, meters);
  return {
    title: titleOf(meters, model, isSellPrice ? null : (sold.host ?? sold.provider ?? '—')),
    help: helpOf(lines, meters),
    lines: model === null || meters.length === 0 ? null : lines,
  };
}

function modelOf(record: UsageRecord, attempt: Attempt | null): string | null {
  return attempt?.responseModel ?? record.responseModel ?? attempt?.model ?? record.targetModel ?? record.requestModel;
}

/** "No price for cache read of gpt-4o at api.openai.com". `seller`: null for a sell price, which has none. */
function titleOf(meters: readonly string[], model: string | null, seller: string | null): string {
  const values = {
    meters: meters.map((meter) => visibleText(meterWord(meter)).toLowerCase()).join(', '),
    model: visibleText(model ?? '—'),
    seller: visibleText(seller ?? ''),
    interpolation: { escapeValue: false },
  };
  if (meters.length === 0) {
    return t('request.cost.gap-model', 'No price for {{model}}', values);
  }
  return seller === null
    ? t('request.cost.gap-sell', 'No sell price for {{meters}} of {{model}}', values)
    : t('request.cost.gap-meters', 'No price for {{meters}} of {{model}} at {{seller}}', values);
}

function helpOf(lines: string | null, meters: readonly string[]): string {
  if (meters.length === 0) {
    return t(
      'request.cost.gap-usage',
      'The record does not say what was used, so it cannot say which prices are missing.',
    );
  }
  return lines === null
    ? t('request.cost.gap-seller', 'Neither host nor provider was recorded: add the price to your price file by hand.')
    : t(
        'request.cost.gap-help',
        'Add these lines to the price file that TOKENTRAIL_PRICES names, and write the prices. Calls after that have a price; “tokentrail audit --reprice” prices earlier ones.',
      );
}

function noTier({ id, tiers }: RecordedEntry): PriceGap {
  const names = tiers.flatMap(({ when }) => Object.keys(when));
  const isDeployment = names.includes('deployment') || names.includes('region');
  return {
    title: t('request.cost.gap-tier', 'No tier of the price entry {{entry}} applies', {
      entry: visibleText(id ?? ''),
      interpolation: { escapeValue: false },
    }),
    help:
      joined(
        ' ',
        t('request.cost.gap-condition', 'Every meter has a price, but a condition of the tiers was not reported.'),
        isDeployment
          ? t(
              'request.cost.gap-deployment',
              'State type and region of the deployment under “deployments” in the price file.',
            )
          : null,
      ) ?? '',
    lines: null,
  };
}
