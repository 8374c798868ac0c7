import { providerOfHost } from '../sdks/provider-of-host.ts';

/** What libraries call a provider → what `gen_ai.provider.name` says. In lower case; other names stand for themselves. */
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

/** What the AI SDK puts behind the name of a provider. */
const KIND_OF_MODEL =
  /\.(chat|responses|completion|completions|messages|embedding|embeddings|image|speech|transcription)$/;

/**
 * Who answered. A host that is known says it: libraries name the SDK's maker, and many providers are called by the openai
 * SDK. Otherwise it is who the span says.
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
