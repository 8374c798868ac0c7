/**
 * `gen_ai.provider.name` by API host: the name of the semantic conventions if one exists, otherwise the name of the seller in
 * the price book, if it has one.
 */
const PROVIDER_BY_HOST: Readonly<Record<string, string>> = {
  'api.openai.com': 'openai',
  'api.anthropic.com': 'anthropic',
  'api.deepseek.com': 'deepseek',
  'api.groq.com': 'groq',
  'api.mistral.ai': 'mistral_ai',
  'codestral.mistral.ai': 'mistral_ai',
  'api.x.ai': 'x_ai',
  'openrouter.ai': 'openrouter',
  'api.openrouter.ai': 'openrouter',
  'api.together.ai': 'together',
  'api.together.xyz': 'together',
  'api.fireworks.ai': 'fireworks',
  'api.perplexity.ai': 'perplexity',
  'generativelanguage.googleapis.com': 'gcp.gemini',
  'aiplatform.googleapis.com': 'gcp.vertex_ai',
  'api.cohere.ai': 'cohere',
  'api.cohere.com': 'cohere',
  'api.ai21.com': 'ai21',
  'api.arcee.ai': 'arcee',
  'api.avian.io': 'avian',
  'inference.baseten.co': 'baseten',
  'api.cloudflare.com': 'cloudflare',
  'models.github.ai': 'github',
  'models.inference.ai.azure.com': 'github',
  'api.hyperbolic.xyz': 'hyperbolic',
  'api.minimax.io': 'minimax',
  'api.minimaxi.com': 'minimax',
  'api.minimax.com': 'minimax',
  'api.studio.nebius.ai': 'nebius',
  'api.studio.nebius.com': 'nebius',
  'api.tokenfactory.nebius.com': 'nebius',
  'api.novita.ai': 'novita',
  'oai.endpoints.kepler.ai.cloud.ovh.net': 'ovhcloud',
  'api.siliconflow.com': 'siliconflow',
  'api.siliconflow.cn': 'siliconflow',
  'ai-gateway.vercel.sh': 'vercel',
  'api.voyageai.com': 'voyageai',
  'api.z.ai': 'zai',
  'open.bigmodel.cn': 'zhipu',
  'aiplatform.us.rep.googleapis.com': 'gcp.vertex_ai',
  'aiplatform.eu.rep.googleapis.com': 'gcp.vertex_ai',
  'api.moonshot.ai': 'moonshot_ai',
  'api.moonshot.cn': 'moonshot_ai',
  'api.cerebras.ai': 'cerebras',
  'api.deepinfra.com': 'deepinfra',
  'api.sambanova.ai': 'sambanova',
  'integrate.api.nvidia.com': 'nvidia',
  'router.huggingface.co': 'huggingface',
  'dashscope.aliyuncs.com': 'alibaba',
  'dashscope-intl.aliyuncs.com': 'alibaba',
};

/** Suffixes of hosts that begin with a customer's or a region's name. */
const PROVIDER_BY_SUFFIX: readonly [suffix: string, provider: string][] = [
  ['.api.openai.com', 'openai'],
  ['.openai.azure.com', 'azure.ai.openai'],
  ['.openai.azure.us', 'azure.ai.openai'],
  ['.cognitiveservices.azure.com', 'azure.ai.openai'],
  ['.services.ai.azure.com', 'azure.ai.openai'],
  ['.models.ai.azure.com', 'azure.ai.inference'],
  ['-aiplatform.googleapis.com', 'gcp.vertex_ai'],
  ['.api.x.ai', 'x_ai'],
  ['.ml.cloud.ibm.com', 'ibm.watsonx.ai'],
];

const BEDROCK_HOST = /^bedrock(-[a-z]+)?\.[a-z0-9-]+\.(amazonaws\.com|api\.aws)(\.cn)?$/;
const VERTEX_MULTI_REGION_HOST = /^aiplatform\.[a-z0-9-]+\.rep\.googleapis\.com$/;

/**
 * The provider that responds at `host` (without port). For an unknown host it is the host itself: the provider behind a
 * proxy is not guessed.
 */
export function providerOfHost(host: string): string {
  const name = host.toLowerCase();
  if (Object.hasOwn(PROVIDER_BY_HOST, name)) {
    return PROVIDER_BY_HOST[name] ?? name;
  }
  if (BEDROCK_HOST.test(name)) {
    return 'aws.bedrock';
  }
  if (VERTEX_MULTI_REGION_HOST.test(name)) {
    return 'gcp.vertex_ai';
  }
  return PROVIDER_BY_SUFFIX.find(([suffix]) => name.endsWith(suffix))?.[1] ?? name;
}
