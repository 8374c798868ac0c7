// Loads the AI SDK with Anthropic's models like an ESM program of this app.
import * as ai from 'ai';
import * as otel from '@ai-sdk/otel';
import { createAnthropic } from '@ai-sdk/anthropic';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import OpenAI from 'openai';
import { z } from 'zod';

export const sdk = {
  wire: 'anthropic',
  ai,
  otel,
  z,
  OpenAI,
  provider: (baseURL, options) =>
    createAnthropic({ apiKey: 'sk-ant-api03-0123456789abcdef-wxyz', baseURL, ...options }),
  model: (provider) => provider('claude-sonnet-5-5'),
  tracing: () => {
    const exporter = new InMemorySpanExporter();
    return { exporter, provider: new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }) };
  },
};
