// Loads @anthropic-ai/sdk like an ESM program of this app.
import Anthropic from '@anthropic-ai/sdk';
import { TracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';

export const sdk = {
  platform: 'anthropic',
  Client: Anthropic,
  options: { apiKey: 'sk-ant-api03-0123456789abcdef-wxyz' },
  tracing: () => {
    const exporter = new InMemorySpanExporter();
    return { exporter, provider: new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }) };
  },
};
