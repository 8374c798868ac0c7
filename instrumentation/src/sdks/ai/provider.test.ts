import { apiFormatOf, providerOfModel } from './provider.ts';

test.each([
  ['openai.chat', 'openai', 'openai.chat'],
  ['openai.responses', 'openai', 'openai.responses'],
  ['azure.chat', 'azure.ai.openai', 'openai.chat'],
  ['anthropic.messages', 'anthropic', 'anthropic.messages'],
  ['google.generative-ai', 'gcp.gemini', 'gemini.generate_content'],
  ['google.vertex.chat', 'gcp.vertex_ai', 'gemini.generate_content'],
  ['amazon-bedrock', 'aws.bedrock', undefined],
  ['ollama.chat', 'ollama', 'openai.chat'],
  ['constructor', 'constructor', undefined],
])('model.provider %s: provider %s, API format %s', (name, provider, format) => {
  expect(providerOfModel(name)).toBe(provider);
  expect(apiFormatOf(name)).toBe(format);
});
