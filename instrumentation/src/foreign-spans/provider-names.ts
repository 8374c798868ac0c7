import { providerOfHost } from '../sdks/provider-of-host.ts';

/**
 * A library's name for a provider, in lower case → the value of `gen_ai.provider.name`. Other names are used unchanged.
 */
const PROVIDER_BY_NAME: Readonly<Record<string, string>> = {
  // Semantic conventions before 1.37, as gen_ai.system
  'az.ai.inference': 'azure.ai.inference',
  'az.ai.openai': 'azure.ai.openai',
  gemini: 'gcp.gemini',
  vertex_ai: 'gcp.vertex_ai',
  xai: 'x_ai',
  // OpenInference: llm.provider, llm.system
  mistralai: 'mistral_ai',
  moonshot: 'moonshot_ai',
  google: 'gcp.gen_ai',
  vertexai: 'gcp.vertex_ai',
  aws: 'aws.bedrock',
  amazon: 'aws.bedrock',
  azure: 'azure.ai.inference',
  // OpenLLMetry
  azure_openai: 'azure.ai.openai',
  bedrock: 'aws.bedrock',
  // AI SDK, the part before `.chat`, `.responses`, `.messages`, …
  'amazon-bedrock': 'aws.bedrock',
  'azure-openai': 'azure.ai.openai',
  'google.generative-ai': 'gcp.gemini',
  'google.vertex': 'gcp.vertex_ai',
  'google-vertex': 'gcp.vertex_ai',
  mistral: 'mistral_ai',
  togetherai: 'together',
};

/** The suffix that the AI SDK appends to the name of a provider. */
const KIND_OF_MODEL =
  /\.(chat|responses|completion|completions|messages|embedding|embeddings|image|speech|transcription)$/;

/**
 * The provider that responded. A known host takes precedence over the name in the span: libraries report the vendor of
 * the SDK, and many providers are called through the openai SDK.
 */
export function providerNamed(name: string | undefined, host: string | undefined): string | undefined {
  if (host !== undefined) {
    const byHost = providerOfHost(host);
    if (byHost !== host.toLowerCase()) return byHost;
  }
  return name === undefined ? undefined : canonical(name);
}

function canonical(name: string): string {
  const lower = name.toLowerCase();
  const bare = lower.replace(KIND_OF_MODEL, '');
  for (const candidate of [lower, bare]) {
    if (Object.hasOwn(PROVIDER_BY_NAME, candidate)) return PROVIDER_BY_NAME[candidate] ?? candidate;
  }
  return bare;
}
