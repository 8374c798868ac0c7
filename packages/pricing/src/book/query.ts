import type { Circumstances } from './conditions.ts';

/** Everything a price depends on. */
export interface PriceQuery {
  host: string | undefined;
  provider: string | undefined;
  /**
   * Names of the model, in order of preference: the responding one, then the requested one if it is the same model
   * without its date.
   */
  models: readonly string[];
  servedTier: string | undefined;
  requestedTier: string | undefined;
  conditions: Circumstances;
  /** Unix ms. */
  at: number;
}

/** Whether two queries differ only in their time. */
export function isSameExceptTime(a: PriceQuery, b: PriceQuery): boolean {
  return (
    a.host === b.host &&
    a.provider === b.provider &&
    a.servedTier === b.servedTier &&
    a.requestedTier === b.requestedTier &&
    a.models.length === b.models.length &&
    a.models.every((model, index) => model === b.models[index]) &&
    hasAll(a.conditions, b.conditions) &&
    hasAll(b.conditions, a.conditions)
  );
}

function hasAll(conditions: Circumstances, required: Circumstances): boolean {
  for (const name in required) {
    if (conditions[name] !== required[name]) {
      return false;
    }
  }
  return true;
}

/** The cache key. Different queries have different keys, for any text they contain. */
export function keyOf({ host, provider, models, servedTier, requestedTier, conditions }: PriceQuery): string {
  let key = `${keyText(host)}\n${keyText(provider)}\n${keyText(servedTier)}\n${keyText(requestedTier)}\n${models.length}`;
  for (const model of models) {
    key += `\n${keyText(model)}`;
  }
  for (const name in conditions) {
    key += `\n${keyText(name)}\n${keyText(conditions[name])}`;
  }
  return key;
}

/** Encodes a text as one line. */
function keyText(text: string | undefined): string {
  if (text === undefined) {
    return '';
  }
  return text === '' || text.includes('\n') || text.startsWith('"') ? JSON.stringify(text) : text;
}
