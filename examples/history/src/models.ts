import type { ReportedUsage } from './instrumentation.ts';
import type { Random } from './random.ts';

/** How a model of the history behaves: its dated name, lengths of its calls, and what its provider reports. */
export interface Model {
  /** Name in the response. */
  served: string;
  inputTokens: number;
  outputTokens: number;
  /** Tokens a second of the response. */
  speed: number;
  /** Time to the first token, milliseconds. */
  firstTokenMs: number;
  /** Share of the input that the provider reads from its cache, once the input is long enough for one. */
  cached: number;
  reasoning?: true;
  cacheWrite?: true;
}

export const MODELS: Readonly<Record<string, Model>> = {
  'gpt-4o': {
    served: 'gpt-4o-2024-08-06',
    inputTokens: 900,
    outputTokens: 220,
    speed: 80,
    firstTokenMs: 480,
    cached: 0.5,
  },
  'gpt-4o-mini': {
    served: 'gpt-4o-mini-2024-07-18',
    inputTokens: 600,
    outputTokens: 140,
    speed: 110,
    firstTokenMs: 350,
    cached: 0.5,
  },
  'gpt-5-mini': {
    served: 'gpt-5-mini-2025-08-07',
    inputTokens: 1400,
    outputTokens: 420,
    speed: 95,
    firstTokenMs: 1600,
    cached: 0.6,
    reasoning: true,
  },
  'claude-sonnet-4-5': {
    served: 'claude-sonnet-4-5-20250929',
    inputTokens: 2600,
    outputTokens: 520,
    speed: 70,
    firstTokenMs: 900,
    cached: 0.7,
    cacheWrite: true,
  },
  'claude-haiku-4-5': {
    served: 'claude-haiku-4-5-20251001',
    inputTokens: 3200,
    outputTokens: 260,
    speed: 140,
    firstTokenMs: 420,
    cached: 0.7,
    cacheWrite: true,
  },
  'gemini-2.5-flash': {
    served: 'gemini-2.5-flash',
    inputTokens: 4200,
    outputTokens: 310,
    speed: 180,
    firstTokenMs: 500,
    cached: 0.3,
    reasoning: true,
  },
  'llama-3.3-70b-versatile': {
    served: 'llama-3.3-70b-versatile',
    inputTokens: 700,
    outputTokens: 180,
    speed: 280,
    firstTokenMs: 180,
    cached: 0,
  },
  'llama-3.3-70b': {
    served: 'llama-3.3-70b',
    inputTokens: 700,
    outputTokens: 160,
    speed: 45,
    firstTokenMs: 700,
    cached: 0,
  },
};

const MIN_CACHED_INPUT = 1024;
const CACHE_BLOCK = 128;

/** Usage of one chat call as the provider reports it. */
export function chatUsage({ inputTokens, outputTokens, ...model }: Model, random: Random): ReportedUsage {
  const input = Math.max(8, Math.round(random.around(inputTokens, 0.7)));
  const visible = Math.max(1, Math.round(random.around(outputTokens)));
  const reasoning = model.reasoning ? Math.round(random.around(outputTokens * 0.8)) : undefined;
  const isCached = input >= MIN_CACHED_INPUT && random.chance(model.cached);
  const cached = isCached ? Math.floor((input * 0.75) / CACHE_BLOCK) * CACHE_BLOCK : 0;
  return {
    inputTokens: input,
    outputTokens: visible + (reasoning ?? 0),
    cacheReadTokens: cached,
    ...(reasoning === undefined ? {} : { reasoningTokens: reasoning }),
    ...(model.cacheWrite && input >= MIN_CACHED_INPUT && !isCached
      ? { cacheWriteTokens: Math.floor((input * 0.6) / CACHE_BLOCK) * CACHE_BLOCK }
      : {}),
  };
}

/** Milliseconds from the request to the first token, and to the end. */
export function timing(model: Model, usage: ReportedUsage, random: Random): { firstMs: number; endMs: number } {
  const firstMs = Math.round(random.around(model.firstTokenMs, 0.4));
  return { firstMs, endMs: firstMs + Math.round(((usage.outputTokens ?? 0) / model.speed) * 1000) };
}
