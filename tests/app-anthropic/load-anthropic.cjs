// @anthropic-ai/sdk as a CommonJS program of this app gets it.
const { Anthropic } = require('@anthropic-ai/sdk');
const { TracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace');

exports.sdk = {
  Anthropic,
  tracing: () => {
    const exporter = new InMemorySpanExporter();
    return { exporter, provider: new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }) };
  },
};
