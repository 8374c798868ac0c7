import { UNIQUE, cost, costLines, costState, detail, text, tokens, texts } from './field.ts';

const NOT_SENT = "CAST(NULL, 'Nullable(String)')";

/** Tokens, costs and the prices that they were computed with. */
export const MONEY = {
  inputTokens: tokens({
    column: 'input_tokens',
    attribute: 'inputTokens',
    sample: 1200,
    shown: { name: 'input_tokens', label: 'Input tokens', unit: 'short' },
  }),
  outputTokens: tokens({
    column: 'output_tokens',
    attribute: 'outputTokens',
    sample: 34,
    shown: { name: 'output_tokens', label: 'Output tokens', unit: 'short' },
  }),
  cacheReadTokens: tokens({ column: 'cache_read_tokens', attribute: 'cacheReadTokens', sample: 1024 }),
  cacheWriteTokens: tokens({ column: 'cache_write_tokens', attribute: 'cacheWriteTokens', sample: 7 }),
  reasoningTokens: tokens({ column: 'reasoning_tokens', attribute: 'reasoningTokens', sample: 12 }),
  audioInputTokens: detail(tokens({ column: 'audio_input_tokens', attribute: 'audioInputTokens', sample: 3 })),
  audioOutputTokens: detail(tokens({ column: 'audio_output_tokens', attribute: 'audioOutputTokens', sample: 4 })),
  usageUnread: texts({
    column: 'usage_unread',
    attribute: 'usageUnread',
    sample: ['prompt_tokens_details.movie_tokens'],
    since: 7,
  }),
  costList: cost({ column: 'cost_list', attribute: 'costList', sample: '9007199254740993', margin: true }),
  costListState: costState({ column: 'cost_list_state', attribute: 'costListState', sample: 'priced', margin: true }),
  costPaid: cost({ column: 'cost_paid', attribute: 'costPaid', sample: '0', margin: true }),
  costPaidState: costState({
    column: 'cost_paid_state',
    attribute: 'costPaidState',
    sample: 'not_billed',
    margin: true,
  }),
  costCharged: cost({
    column: 'cost_charged',
    attribute: 'costCharged',
    sample: '21900001',
    shown: { name: 'cost', label: 'Cost', unit: 'currencyUSD' },
  }),
  costChargedState: costState({
    column: 'cost_charged_state',
    attribute: 'costChargedState',
    sample: 'priced',
    shown: { name: 'cost_state', label: 'Cost state' },
  }),
  costLines: costLines({
    column: 'cost_lines',
    attribute: 'costLines',
    margin: true,
    sample: [{ meter: 'input', quantity: '1200', unitPrice: '2.5', per: 1_000_000, amountUsd: '0.003' }],
  }),
  costFormula: text({
    column: 'cost_formula',
    type: UNIQUE,
    attribute: 'costFormula',
    margin: true,
    sample: '1200 × 2.5 / 1e6',
  }),
  priceSource: text({ column: 'price_source', attribute: 'priceSource', sample: 'operator' }),
  priceVersion: text({ column: 'price_version', attribute: 'priceVersion', sample: '2026-11-01' }),
  priceEntry: text({ column: 'price_entry', attribute: 'priceEntry', sample: 'sha256:00', margin: true }),
  priceTier: text({ column: 'price_tier', attribute: 'priceTier', sample: 'standard' }),
  repricedBy: text({
    column: 'repriced_by',
    sql: NOT_SENT,
    description: 'the user who repriced the call; null if the record has its original price',
    sample: null,
  }),
  repricedReason: text({
    column: 'repriced_reason',
    sql: NOT_SENT,
    description: 'the reason given for repricing the call',
    sample: null,
  }),
} as const;
