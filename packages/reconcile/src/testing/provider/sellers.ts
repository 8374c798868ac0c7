import type { BilledKind, ModelPrices, Seller } from './calls.ts';

/** USD per million tokens (searches: per million searches) in millionths of a USD; exact in 10^-15 USD per token. */
function prices(input: number, cached: number, written5m: number, written1h: number, output: number, tool: number) {
  const perToken = (microUsdPerMillion: number): number => microUsdPerMillion * 1_000;
  const listed: Record<BilledKind, number> = {
    input: perToken(input),
    cached: perToken(cached),
    written_5m: perToken(written5m),
    written_1h: perToken(written1h),
    output: perToken(output),
    tool: perToken(tool),
  };
  return listed;
}

const SEARCH = 10_000_000_000;

/** GPT: no price for writing to the cache. $0.0375 per million cached tokens has half nano-USD. */
const GPT: Omit<ModelPrices, 'id' | 'display'> = {
  tiers: {
    standard: prices(1_250_000, 125_000, 0, 0, 10_000_000, 0),
    batch: prices(625_000, 62_500, 0, 0, 5_000_000, 0),
    priority: prices(2_500_000, 250_000, 0, 0, 20_000_000, 0),
  },
};
const GPT_MINI: Omit<ModelPrices, 'id' | 'display'> = {
  tiers: {
    standard: prices(150_000, 37_500, 0, 0, 600_000, 0),
    batch: prices(75_000, 18_750, 0, 0, 300_000, 0),
    priority: prices(300_000, 75_000, 0, 0, 1_200_000, 0),
  },
};
const CLAUDE: Omit<ModelPrices, 'id' | 'display'> = {
  tiers: {
    standard: prices(3_000_000, 300_000, 3_750_000, 6_000_000, 15_000_000, SEARCH),
    batch: prices(1_500_000, 150_000, 1_875_000, 3_000_000, 7_500_000, SEARCH),
  },
};
const CLAUDE_SMALL: Omit<ModelPrices, 'id' | 'display'> = {
  tiers: {
    standard: prices(1_000_000, 100_000, 1_250_000, 2_000_000, 5_000_000, SEARCH),
    batch: prices(500_000, 50_000, 625_000, 1_000_000, 2_500_000, SEARCH),
  },
};

function keys(prefix: string, start: string): Seller['keys'] {
  return ['web', 'jobs', 'eval'].map((name, index) => {
    const end = `Zz${index}${index}`;
    return {
      id: `${prefix}${index}`,
      name: `prod-${name}`,
      preview: `${start}...${end}`,
      hint: `${start}R${index}...${end}`,
    };
  });
}

export const OPENAI: Seller = {
  provider: 'openai',
  models: [
    { id: 'gpt-5.5-2026-04-23', display: 'gpt-5.5-2026-04-23', ...GPT },
    { id: 'gpt-4o-mini-2024-07-18', display: 'gpt-4o-mini-2024-07-18', ...GPT_MINI },
  ],
  keys: keys('key_a', 'sk-proj-'),
  dayStartsAtHour: 0,
};

export const ANTHROPIC: Seller = {
  provider: 'anthropic',
  models: [
    { id: 'claude-sonnet-4-6', display: 'Claude Sonnet 4.6', ...CLAUDE },
    { id: 'claude-haiku-4-5-20251001', display: 'Claude Haiku 4.5', ...CLAUDE_SMALL },
  ],
  keys: keys('apikey_01', 'sk-ant-api03-'),
  dayStartsAtHour: 0,
};

export const OPENROUTER: Seller = {
  provider: 'openrouter',
  models: [
    { id: 'openai/gpt-5', display: 'openai/gpt-5-2025-08-07', ...GPT },
    { id: 'anthropic/claude-sonnet-4.6', display: 'anthropic/claude-4.6-sonnet-20260217', ...CLAUDE },
  ],
  keys: keys('hash_', 'sk-or-v1-'),
  dayStartsAtHour: 0,
};

export const AWS: Seller = {
  provider: 'aws',
  models: [
    { id: 'us.anthropic.claude-sonnet-4-6-20260217-v1:0', display: 'Claude4.6Sonnet', ...CLAUDE },
    { id: 'anthropic.claude-haiku-4-5-20251001-v1:0', display: 'Claude4.5Haiku', ...CLAUDE_SMALL },
  ],
  keys: keys('role_', 'ABSK'),
  dayStartsAtHour: 0,
};

export const AZURE: Seller = {
  provider: 'azure',
  models: [
    { id: 'gpt-4.1-2025-04-14', display: 'gpt 4.1', ...GPT },
    { id: 'gpt-4o-mini-2024-07-18', display: 'gpt 4o mini', ...GPT_MINI },
  ],
  keys: keys('resource_', ''),
  dayStartsAtHour: 0,
};

/** Days of Google's invoices are Pacific: they start at 07:00 UTC in October. */
export const GOOGLE: Seller = {
  provider: 'google',
  models: [
    { id: 'gemini-3.5-flash', display: 'gemini 3.5 flash', ...GPT },
    { id: 'gemini-3-flash-preview', display: 'gemini 3 flash preview', ...GPT_MINI },
  ],
  keys: keys('project_', 'AIza'),
  dayStartsAtHour: 7,
};

/** Days of DeepSeek's files are those of the account: here UTC+8. */
export const DEEPSEEK: Seller = {
  provider: 'deepseek',
  models: [{ id: 'deepseek-chat', display: 'deepseek-chat', ...GPT_MINI }],
  keys: keys('k', 'sk-'),
  dayStartsAtHour: -8,
};
