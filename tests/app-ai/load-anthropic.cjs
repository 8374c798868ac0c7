// Loads the AI SDK with Anthropic's models like a CommonJS program of this app.
const ai = require('ai');
const otel = require('@ai-sdk/otel');
const { createAnthropic } = require('@ai-sdk/anthropic');
const { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } = require('@opentelemetry/sdk-trace');
const { OpenAI } = require('openai');
const { z } = require('zod');

exports.sdk = {
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
