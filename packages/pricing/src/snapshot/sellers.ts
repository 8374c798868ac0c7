/**
 * The sellers of the snapshot: where they answer, and which of their meters cost what the parent costs. Only hosts that
 * stand here get a public price; a self-hosted server is nobody's host.
 */
export interface SnapshotSeller {
  /** Id in genai-prices' data. */
  id: string;
  hosts: readonly string[];
  inherits?: readonly string[];
  /** Further inheritance of the models whose id fits. */
  inheritsByModel?: readonly { model: RegExp; inherits: readonly string[] }[];
}

/** Where data stay in a region; the newer models cost more there. */
export const OPENAI_REGIONAL_HOSTS = ['us', 'eu', 'ae', 'au', 'ca', 'gb', 'in', 'jp', 'kr', 'sg'].map(
  (region) => `${region}.api.openai.com`,
);

export const VERTEX_GLOBAL_HOST = 'aiplatform.googleapis.com';
/** Of the regions. */
export const VERTEX_HOSTS = '*-aiplatform.googleapis.com';

const GEMINI_INPUT = ['audio', 'image', 'video', 'document'];

export const SNAPSHOT_SELLERS: readonly SnapshotSeller[] = [
  {
    id: 'openai',
    hosts: ['api.openai.com', ...OPENAI_REGIONAL_HOSTS],
    // Pictures shown to a model cost what text costs, unless the model has a price for them.
    inherits: ['input_image'],
    inheritsByModel: [
      // Their output is of one kind, at the one output price.
      { model: /^gpt-image-(1|1-mini|2)$/, inherits: ['output_image'] },
      { model: /-tts$/, inherits: ['output_audio'] },
    ],
  },
  // The plain write price is that of five minutes.
  { id: 'anthropic', hosts: ['api.anthropic.com'], inherits: ['cache_write:5m'] },
  {
    id: 'google',
    hosts: ['generativelanguage.googleapis.com', VERTEX_GLOBAL_HOST, VERTEX_HOSTS],
    // The price page lists one price for "text, image, video", and audio apart only where it differs.
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
