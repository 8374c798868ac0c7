// Loads @anthropic-ai/bedrock-sdk like an ESM program of this app.
import { AnthropicBedrock, AnthropicBedrockMantle } from '@anthropic-ai/bedrock-sdk';
import { TracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';

export const sdk = {
  platform: 'bedrock',
  Client: AnthropicBedrock,
  Mantle: AnthropicBedrockMantle,
  options: {
    awsRegion: 'us-east-1',
    awsAccessKey: 'ASIAIOSFODNN7EXAMPLE',
    awsSecretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    awsSessionToken: 'IQoJb3JpZ2luX2VjEXAMPLESESSIONTOKEN',
  },
  tracing: () => {
    const exporter = new InMemorySpanExporter();
    return { exporter, provider: new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }) };
  },
};
