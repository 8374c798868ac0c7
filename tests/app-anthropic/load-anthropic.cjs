// Loads @anthropic-ai/sdk like a CommonJS program of this app.
const { Anthropic } = require('@anthropic-ai/sdk');
const { TracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace');

exports.sdk = {
  Anthropic,
  tracing: () => {
    const exporter = new InMemorySpanExporter();
    return { exporter, provider: new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }) };
  },
};
