// Loads the AI SDK with OpenAI's models like a CommonJS program of this app.
const ai = require('ai');
const otel = require('@ai-sdk/otel');
const { createOpenAI } = require('@ai-sdk/openai');
const { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } = require('@opentelemetry/sdk-trace');
const { OpenAI } = require('openai');
const { z } = require('zod');

exports.sdk = {
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
