/** The first part of `model.provider` → the value of `gen_ai.provider.name`. */
const PROVIDER_BY_PACKAGE: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'gcp.gemini',
  vertex: 'gcp.vertex_ai',
  'google-vertex': 'gcp.vertex_ai',
  azure: 'azure.ai.openai',
  'azure-openai': 'azure.ai.openai',
  'amazon-bedrock': 'aws.bedrock',
  bedrock: 'aws.bedrock',
  mistral: 'mistral_ai',
  xai: 'x_ai',
  groq: 'groq',
  deepseek: 'deepseek',
  cohere: 'cohere',
  perplexity: 'perplexity',
  togetherai: 'together',
  fireworks: 'fireworks',
  cerebras: 'cerebras',
  deepinfra: 'deepinfra',
  moonshotai: 'moonshot_ai',
  alibaba: 'alibaba',
  openrouter: 'openrouter',
  gateway: 'vercel',
};

/** The part of `model.provider` after the package's name → the API format. */
const FORMAT_BY_API: Readonly<Record<string, string>> = {
  chat: 'openai.chat',
  responses: 'openai.responses',
  completion: 'openai.completions',
  embedding: 'openai.embeddings',
  messages: 'anthropic.messages',
  'generative-ai': 'gemini.generate_content',
};

/** The provider of `model.provider` (`openai.chat`, `google.vertex.chat`); its first part if the package is unknown. */
export function providerOfModel(name: string): string {
  const [vendor = name, api] = name.split('.');
  if (vendor === 'google' && api === 'vertex') return 'gcp.vertex_ai';
  return Object.hasOwn(PROVIDER_BY_PACKAGE, vendor) ? (PROVIDER_BY_PACKAGE[vendor] ?? vendor) : vendor;
}

/** The API format of `model.provider`; undefined if the name does not determine it. */
export function apiFormatOf(name: string): string | undefined {
  const api = name.slice(name.lastIndexOf('.') + 1);
  // Google's models use Google's format, although `.chat` means OpenAI's format in other names.
  if (name === 'google.vertex.chat') return 'gemini.generate_content';
  return Object.hasOwn(FORMAT_BY_API, api) ? FORMAT_BY_API[api] : undefined;
}
