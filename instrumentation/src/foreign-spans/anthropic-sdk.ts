import { defined } from '../util/defined.ts';
import { count, text } from '../util/fields.ts';
import type { InferenceFacts, Meaning } from './facts.ts';
import { withoutUsage, writesOfUnknownLifetime } from './reliable-usage.ts';
import { restated } from './span-usage.ts';
import type { SpanAttributes } from '../util/otel-span.ts';
import { GEN_AI, readFacts } from './gen-ai.ts';

/**
 * Reads the spans that @anthropic-ai/sdk makes itself. Only `anthropic.messages.create` is a call; counting tokens is
 * not.
 */
export function readAnthropicSdk(attributes: SpanAttributes): Meaning {
  if (attributes['gen_ai.operation.name'] !== 'chat') return 'nothing';
  const stopReason = text(attributes['anthropic.message.stop_reason']);
  const described = readFacts(attributes, 'chat', GEN_AI);
  const facts: InferenceFacts = {
    ...described,
    apiFormat: 'anthropic.messages',
    ...defined({
      method: text(attributes['http.request.method']),
      path: text(attributes['url.path']),
      requestId: text(attributes['anthropic.request.id']),
      requestedServiceTier: text(attributes['anthropic.request.service_tier']),
      servedServiceTier: text(attributes['anthropic.response.service_tier']),
      finishReasons: stopReason === undefined ? undefined : [stopReason],
      usage: described.usage === undefined ? undefined : restated(described.usage, wireUsage(attributes)),
    }),
  };
  return stopReason === undefined ? withoutFinalUsage(facts, attributes) : facts;
}

/**
 * Facts of a call without a stop reason. Its usage comes from the first event of the stream and is not the final usage.
 */
function withoutFinalUsage(facts: InferenceFacts, attributes: SpanAttributes): InferenceFacts {
  const cancelled = facts.stream === true && facts.responseId !== undefined && attributes['error.type'] === undefined;
  return { ...withoutUsage(facts), ...(cancelled ? { cancelled: true } : {}) };
}

/** The provider's usage object, rebuilt from the span's attributes. Prices need its cache writes per lifetime. */
function wireUsage(attributes: SpanAttributes): Record<string, unknown> {
  const input = count(attributes['gen_ai.usage.input_tokens']);
  const read = count(attributes['gen_ai.usage.cache_read.input_tokens']);
  const written = count(attributes['gen_ai.usage.cache_write.input_tokens']);
  const thinking = count(attributes['gen_ai.usage.reasoning.output_tokens']);
  const creation = defined({
    ephemeral_5m_input_tokens: count(attributes['anthropic.usage.cache_creation.ephemeral_5m_input_tokens']),
    ephemeral_1h_input_tokens: count(attributes['anthropic.usage.cache_creation.ephemeral_1h_input_tokens']),
  });
  return defined({
    input_tokens: input === undefined ? undefined : input - (read ?? 0) - (written ?? 0),
    cache_read_input_tokens: read,
    cache_creation_input_tokens: written,
    cache_creation: Object.keys(creation).length === 0 ? writesOfUnknownLifetime(written) : creation,
    output_tokens: count(attributes['gen_ai.usage.output_tokens']),
    output_tokens_details: thinking === undefined ? undefined : { thinking_tokens: thinking },
    service_tier: text(attributes['anthropic.response.service_tier']),
  });
}
