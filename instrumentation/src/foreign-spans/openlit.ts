import {
  isEmpty,
  withoutCost,
  withoutCostIfCacheOutsideInput,
  withoutUsage,
  type InferenceFacts,
  type Meaning,
} from './facts.ts';
import type { SpanAttributes } from '../util/otel-span.ts';
import { readGenAi } from './gen-ai.ts';

/**
 * Reads spans of OpenLIT: `gen_ai.*`, with made-up values if the app or the provider supplied none. The server address
 * is always the provider's default one; temperature and top-p are 1 if the request sets none; if a stream reports no
 * usage, OpenLIT counts the tokens itself without marking them as its own count.
 */
export function readOpenLit(attributes: SpanAttributes): Meaning {
  const { 'server.address': _, 'server.port': __, ...own } = attributes;
  const facts = readGenAi(own);
  if (typeof facts === 'string') return facts;
  return withReliableUsage({ ...facts, params: withoutDefaults(facts.params ?? {}) });
}

/** Removes usage that OpenLIT made up, and the basis for a cost if the usage may be made up. */
function withReliableUsage(facts: InferenceFacts): InferenceFacts {
  if (facts.usage === undefined || isEmpty(facts.usage)) return withoutUsage(facts);
  return facts.stream === true ? withoutCost(facts) : withoutCostIfCacheOutsideInput(facts);
}

function withoutDefaults({ temperature, topP, ...params }: NonNullable<InferenceFacts['params']>) {
  return {
    ...params,
    ...(temperature === undefined || temperature === 1 ? {} : { temperature }),
    ...(topP === undefined || topP === 1 ? {} : { topP }),
  };
}
