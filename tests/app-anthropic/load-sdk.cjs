// Loads @anthropic-ai/sdk like a CommonJS program of this app.
const { Anthropic } = require('@anthropic-ai/sdk');
const { TracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace');

exports.sdk = {
  platform: 'anthropic',
  Client: Anthropic,
  options: { apiKey: 'sk-ant-api03-0123456789abcdef-wxyz' },
  tracing: () => {
    const exporter = new InMemorySpanExporter();
    return { exporter, provider: new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }) };
  },
};
