import {
  inputAsProviderCounts,
  isEmpty,
  withoutCost,
  withoutUsage,
  type InferenceFacts,
  type Meaning,
} from './facts.ts';
import type { SpanAttributes } from '../util/otel-span.ts';
import { readGenAi } from './gen-ai.ts';

/**
 * OpenLIT: `gen_ai.*`, with values of its own where the app or the provider gave none. Its server address is the
 * provider's usual one, wherever the call went; temperature and top-p are 1 where none was asked for; and where a stream
 * reports no usage it counts tokens itself, and does not say so.
 */
export function readOpenLit(attributes: SpanAttributes): Meaning {
  const { 'server.address': _, 'server.port': __, ...own } = attributes;
  const facts = readGenAi(own);
  return typeof facts === 'string' ? facts : asReported({ ...facts, params: withoutDefaults(facts.params ?? {}) });
}

function asReported(facts: InferenceFacts): InferenceFacts {
  if (facts.usage === undefined || isEmpty(facts.usage)) return withoutUsage(facts);
  return facts.stream === true ? withoutCost(facts) : inputAsProviderCounts(facts);
}

function withoutDefaults({ temperature, topP, ...params }: NonNullable<InferenceFacts['params']>) {
  return {
    ...params,
    ...(temperature === undefined || temperature === 1 ? {} : { temperature }),
    ...(topP === undefined || topP === 1 ? {} : { topP }),
  };
}
