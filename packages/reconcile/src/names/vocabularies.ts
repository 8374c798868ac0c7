import type { Vocabulary } from './words.ts';

/**
 * Azure Cost Management, `MeterName`: "gpt 4.1 cached Inp glbl Tokens". Words as published in the price sheets of Azure OpenAI
 * (learn.microsoft.com, understand-cost-mgt-data) and seen in exports. `PP` is priority processing, `DZ` a data zone.
 */
export const AZURE: Vocabulary = {
  kinds: [
    ['cached wr', 'written'],
    ['cd wr', 'written'],
    ['cache write', 'written'],
    ['cached inp', 'cached'],
    ['cached inpt', 'cached'],
    ['cached input', 'cached'],
    ['cd inp', 'cached'],
    ['cd inpt', 'cached'],
    ['cchd inp', 'cached'],
    ['inp cached', 'cached'],
    ['inp cd', 'cached'],
    ['outp', 'output'],
    ['opt', 'output'],
    ['output', 'output'],
    ['inp', 'input'],
    ['inpt', 'input'],
    ['input', 'input'],
    ['search', 'tool'],
  ],
  tiers: [
    ['batch', 'batch'],
    ['pp', 'priority'],
    ['prty', 'priority'],
    ['flex', 'flex'],
    ['std', 'standard'],
  ],
  ignored: [
    'glbl',
    'regnl',
    'dz',
    'global',
    'regional',
    'data zone',
    'shortco',
    'short co',
    'longco',
    'long co',
    'tokens',
    'token',
    'az',
  ],
};

/**
 * AWS, `line_item_usage_type` without its region: "Claude4.6Sonnet-cache-read-input-token-count-batch" (AWS's Cost and Usage Report
 * and its blog on Bedrock costs of 2026-08-12), and Marketplace: "MP:USE1_CacheReadInputTokenCount_Batch-Units".
 */
export const AWS: Vocabulary = {
  kinds: [
    ['cache write 1h input token count', 'written_1h'],
    ['cache write 1 h input token count', 'written_1h'],
    ['cache write 1h tokens', 'written_1h'],
    ['cache write input token count', 'written'],
    ['cache write tokens', 'written'],
    ['cache read input token count', 'cached'],
    ['cache read tokens', 'cached'],
    ['output token count', 'output'],
    ['output tokens', 'output'],
    ['input token count', 'input'],
    ['input tokens', 'input'],
    ['web search', 'tool'],
    ['search', 'tool'],
  ],
  tiers: [
    ['batch', 'batch'],
    ['flex', 'flex'],
    ['priority', 'priority'],
    ['standard', 'standard'],
  ],
  ignored: ['cross region global', 'cross region', 'global', 'mantle', 'mp', 'units', 'text'],
};

/**
 * Google Cloud Billing, `sku.description`: "Generate content cached input token count gemini 3.5 flash text" and
 * "Generate_content text output token count for gemini 3 flash". The words vary between models.
 */
export const GOOGLE: Vocabulary = {
  kinds: [
    ['storage', 'other'],
    ['search query', 'tool'],
    ['search queries', 'tool'],
    ['grounding', 'tool'],
    ['caching input token count', 'cached'],
    ['cached input token count', 'cached'],
    ['cached text input', 'cached'],
    ['cached input', 'cached'],
    ['text output token count', 'output'],
    ['output token count', 'output'],
    ['text output', 'output'],
    ['output', 'output'],
    ['text input token count', 'input'],
    ['input token count', 'input'],
    ['text input', 'input'],
    ['input', 'input'],
  ],
  tiers: [
    ['batch', 'batch'],
    ['flex', 'flex'],
    ['priority', 'priority'],
  ],
  ignored: [
    'generate content',
    'token count',
    'tokens',
    'predictions',
    'for',
    'text',
    'global',
    'thinking',
    'on',
    'the',
  ],
};

/** FOCUS, `SkuMeter` or `ChargeDescription`: no provider's words are fixed, so all of the above are read. */
export const FOCUS: Vocabulary = {
  kinds: [
    ['credit', 'credit'],
    ['cache write 1h', 'written_1h'],
    ['cache write 5m', 'written_5m'],
    ...AWS.kinds,
    ['cache writes', 'written'],
    ['cache write', 'written'],
    ['cache read', 'cached'],
    ...GOOGLE.kinds.filter(([phrase]) => phrase !== 'input' && phrase !== 'output' && phrase !== 'storage'),
    ...AZURE.kinds,
    ['requests', 'request'],
    ['request', 'request'],
  ],
  tiers: [...AZURE.tiers, ['priority', 'priority'], ['standard', 'standard']],
  ignored: [...AWS.ignored, ...GOOGLE.ignored, ...AZURE.ignored, 'usage'],
};
