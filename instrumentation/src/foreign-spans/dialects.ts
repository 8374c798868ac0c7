import { readAiSdk, readAiSdk7 } from './ai-sdk.ts';
import { readAnthropicSdk } from './anthropic-sdk.ts';
import type { InstrumentationScope, SpanAttributes, StartedSpan } from '../util/otel-span.ts';
import type { Meaning } from './facts.ts';
import { readGenAi, readOtherLibrary } from './gen-ai.ts';
import { readOpenInference } from './openinference.ts';
import { readOpenLLMetry } from './openllmetry.ts';
import { readOpenLit } from './openlit.ts';
import { withoutCost, withoutCostIfCacheUnknown, withoutCostIfTotalUnexplained } from './reliable-usage.ts';

/** One library's way to describe calls in spans. */
interface Dialect {
  name: string;
  /** Whether a span uses this dialect. `scope` is the name of the span's instrumentation scope. */
  matches(attributes: SpanAttributes, scope: string): boolean;
  read(attributes: SpanAttributes, scope: InstrumentationScope): Meaning;
}

/** In order of precedence: the first dialect that matches reads the span, so a span is at most one call. */
export const DIALECTS: readonly Dialect[] = [
  {
    name: '@anthropic-ai/sdk',
    // The clients of other platforms add the platform's name: `com.anthropic.sdk.typescript.bedrock`.
    matches: (_, scope) => /^com\.anthropic\.sdk\.typescript(?:\.|$)/.test(scope),
    read: readAnthropicSdk,
  },
  {
    name: 'OpenLIT',
    matches: (_, scope) => scope.startsWith('@openlit/') || scope === 'openlit',
    read: readOpenLit,
  },
  {
    name: '@opentelemetry/instrumentation-openai',
    matches: (_, scope) => scope === '@opentelemetry/instrumentation-openai',
    read: (attributes) => {
      const meaning = readGenAi(attributes);
      return typeof meaning === 'string' ? meaning : withoutCostIfCacheUnknown(meaning);
    },
  },
  {
    name: 'AI SDK, ai.*',
    matches: (attributes) => 'ai.operationId' in attributes,
    read: readAiSdk,
  },
  {
    name: 'AI SDK 7, gen_ai.*',
    matches: (attributes, scope) => scope === 'gen_ai' && 'gen_ai.operation.name' in attributes,
    read: readAiSdk7,
  },
  {
    name: 'OpenInference',
    matches: (attributes) => 'openinference.span.kind' in attributes,
    read: readOpenInference,
  },
  {
    name: 'OpenLLMetry',
    matches: (attributes, scope) =>
      scope.startsWith('@traceloop/') || 'llm.request.type' in attributes || 'traceloop.span.kind' in attributes,
    read: readOpenLLMetry,
  },
  {
    name: 'GenAI semantic conventions',
    matches: (attributes) => 'gen_ai.operation.name' in attributes,
    read: readOtherLibrary,
  },
];

/** What a span describes, according to the attributes set so far. */
export function meaningOf(span: StartedSpan & { readonly droppedAttributesCount?: number }): Meaning {
  const { attributes, instrumentationScope: scope } = span;
  const dialect = DIALECTS.find(({ matches }) => matches(attributes, scope.name));
  const meaning = dialect?.read(attributes, scope) ?? 'nothing';
  if (typeof meaning === 'string') return meaning;
  // The attributes that the app's limits dropped may include parts of the usage.
  return (span.droppedAttributesCount ?? 0) > 0 ? withoutCost(meaning) : withoutCostIfTotalUnexplained(meaning);
}
