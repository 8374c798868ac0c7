// Loads @anthropic-ai/bedrock-sdk like a CommonJS program of this app.
const { AnthropicBedrock, AnthropicBedrockMantle } = require('@anthropic-ai/bedrock-sdk');
const { TracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace');

exports.sdk = {
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
