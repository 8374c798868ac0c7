/**
 * A seller of the snapshot: its hosts, and the meters that cost what their parent costs. Only hosts listed here get a
 * public price; self-hosted servers are not listed.
 */
export interface SnapshotSeller {
  /** Id in genai-prices' data. */
  id: string;
  hosts: readonly string[];
  /** What may stand before the name of a model without changing its price. */
  prefixes?: readonly string[];
  inherits?: readonly string[];
  /** Requests name a deployment, which may have any name: only the model that responded decides. */
  modelFrom?: 'responded';
  /** Additional inherited meters for the models whose id matches. */
  inheritsByModel?: readonly { model: RegExp; inherits: readonly string[] }[];
}

/** Hosts with data residency in a region; newer models cost more there. */
export const OPENAI_REGIONAL_HOSTS = ['us', 'eu', 'ae', 'au', 'ca', 'gb', 'in', 'jp', 'kr', 'sg'].map(
  (region) => `${region}.api.openai.com`,
);

export const VERTEX_GLOBAL_HOST = 'aiplatform.googleapis.com';
/** Regional endpoints. */
export const VERTEX_HOSTS = '*-aiplatform.googleapis.com';

const GEMINI_INPUT = ['audio', 'image', 'video', 'document'];

export const SNAPSHOT_SELLERS: readonly SnapshotSeller[] = [
  {
    id: 'openai',
    hosts: ['api.openai.com', ...OPENAI_REGIONAL_HOSTS],
    // Image input costs the same as text unless the model has a price for it.
    inherits: ['input_image'],
    inheritsByModel: [
      // These models have one kind of output and one output price.
      { model: /^gpt-image-(1|1-mini|2)$/, inherits: ['output_image'] },
      { model: /-tts$/, inherits: ['output_audio'] },
    ],
  },
  // The base price of a cache write is for a TTL of five minutes.
  { id: 'anthropic', hosts: ['api.anthropic.com'], inherits: ['cache_write:5m'] },
  {
    id: 'google',
    hosts: ['generativelanguage.googleapis.com', VERTEX_GLOBAL_HOST, VERTEX_HOSTS],
    // Its endpoints in OpenAI's format name models in these ways.
    prefixes: ['models/', 'google/'],
    // The price page has one price for "text, image, video", and a separate one for audio only if it differs.
    inherits: [
      ...GEMINI_INPUT.map((modality) => `input_${modality}`),
      ...GEMINI_INPUT.map((modality) => `cache_read_${modality}`),
      'input_tool',
      'cache_write:5m',
    ],
    inheritsByModel: [{ model: /-tts$/, inherits: ['output_audio'] }],
  },
  {
    id: 'azure',
    hosts: ['*.openai.azure.com', '*.services.ai.azure.com', '*.cognitiveservices.azure.com'],
    modelFrom: 'responded',
    inheritsByModel: [{ model: /^o\d/, inherits: ['input_image'] }],
  },
  { id: 'aws', hosts: ['bedrock-runtime.*.amazonaws.com'], inherits: ['cache_write:5m'] },
  { id: 'arcee', hosts: ['api.arcee.ai'] },
  { id: 'avian', hosts: ['api.avian.io'] },
  { id: 'baseten', hosts: ['inference.baseten.co'] },
  { id: 'cerebras', hosts: ['api.cerebras.ai'] },
  { id: 'cloudflare', hosts: ['api.cloudflare.com'] },
  { id: 'cohere', hosts: ['api.cohere.ai', 'api.cohere.com'] },
  { id: 'deepseek', hosts: ['api.deepseek.com'] },
  { id: 'fireworks', hosts: ['api.fireworks.ai'] },
  { id: 'groq', hosts: ['api.groq.com'] },
  { id: 'minimax', hosts: ['api.minimax.io', 'api.minimaxi.com', 'api.minimax.com'] },
  { id: 'mistral', hosts: ['api.mistral.ai'] },
  { id: 'moonshotai', hosts: ['api.moonshot.ai', 'api.moonshot.cn'] },
  { id: 'novita', hosts: ['api.novita.ai'] },
  { id: 'openrouter', hosts: ['openrouter.ai', 'api.openrouter.ai'] },
  { id: 'ovhcloud', hosts: ['oai.endpoints.kepler.ai.cloud.ovh.net'] },
  { id: 'perplexity', hosts: ['api.perplexity.ai'] },
  { id: 'together', hosts: ['api.together.xyz', 'api.together.ai'] },
  { id: 'voyageai', hosts: ['api.voyageai.com'] },
  { id: 'x-ai', hosts: ['api.x.ai'], inherits: ['input_image'] },
  { id: 'zai', hosts: ['api.z.ai'] },
];
