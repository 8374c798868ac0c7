import { readAiSdk } from './ai-sdk.ts';
import { readAnthropicSdk } from './anthropic-sdk.ts';
import { cachedUntold, withoutCost, type Meaning } from './facts.ts';
import type { SpanAttributes, StartedSpan } from '../util/otel-span.ts';
import { readGenAi } from './gen-ai.ts';
import { readOpenInference } from './openinference.ts';
import { readOpenLLMetry } from './openllmetry.ts';
import { readOpenLit } from './openlit.ts';

/** One way to write a call down as a span. */
interface Dialect {
  name: string;
  /** Whether a span is written in it; `scope` is the name of the library that made it. */
  speaks(attributes: SpanAttributes, scope: string): boolean;
  read(attributes: SpanAttributes, scope: string): Meaning;
}

/** The first that a span is written in reads it: a span is one call at most, however many dialects are on it. */
export const DIALECTS: readonly Dialect[] = [
  {
    name: '@anthropic-ai/sdk',
    speaks: (_, scope) => scope === 'com.anthropic.sdk.typescript',
    read: readAnthropicSdk,
  },
  {
    name: 'OpenLIT',
    speaks: (_, scope) => scope.startsWith('@openlit/') || scope === 'openlit',
    read: readOpenLit,
  },
  {
    name: '@opentelemetry/instrumentation-openai',
    speaks: (_, scope) => scope === '@opentelemetry/instrumentation-openai',
    read: (attributes) => {
      const meaning = readGenAi(attributes);
      return typeof meaning === 'string' ? meaning : cachedUntold(meaning);
    },
  },
  {
    name: 'OpenInference',
    speaks: (attributes) => 'openinference.span.kind' in attributes,
    read: readOpenInference,
  },
  {
    name: 'AI SDK, ai.*',
    speaks: (attributes) => 'ai.operationId' in attributes,
    read: readAiSdk,
  },
  {
    name: 'OpenLLMetry',
    speaks: (attributes, scope) =>
      scope.startsWith('@traceloop/') || 'llm.request.type' in attributes || 'traceloop.span.kind' in attributes,
    read: readOpenLLMetry,
  },
  {
    name: 'GenAI semantic conventions, AI SDK 7',
    speaks: (attributes) => 'gen_ai.operation.name' in attributes,
    read: readGenAi,
  },
];

/** What a span is about, as far as its attributes tell by now. */
export function meaningOf(span: StartedSpan & { readonly droppedAttributesCount?: number }): Meaning {
  const { attributes, instrumentationScope } = span;
  const scope = instrumentationScope.name;
  const meaning = DIALECTS.find((dialect) => dialect.speaks(attributes, scope))?.read(attributes, scope) ?? 'nothing';
  // What the app's limits dropped may have been of the usage.
  return typeof meaning === 'object' && (span.droppedAttributesCount ?? 0) > 0 ? withoutCost(meaning) : meaning;
}
