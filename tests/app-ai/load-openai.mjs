// Loads the AI SDK with OpenAI's models like an ESM program of this app.
import * as ai from 'ai';
import * as otel from '@ai-sdk/otel';
import { createOpenAI } from '@ai-sdk/openai';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import OpenAI from 'openai';
import { z } from 'zod';

export const sdk = {
  wire: 'openai',
  ai,
  otel,
  z,
  OpenAI,
  provider: (baseURL, options) =>
    createOpenAI({ apiKey: 'sk-proj-0123456789abcdef-wxyz', baseURL: `${baseURL}/v1`, ...options }),
  model: (provider) => provider.chat('gpt-4o'),
  tracing: () => {
    const exporter = new InMemorySpanExporter();
    return { exporter, provider: new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }) };
  },
};
