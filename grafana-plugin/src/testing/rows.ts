import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import type { Row } from './replayed-clickhouse.ts';

/** Ids of the record number `index`; a higher index is older. */
export function idsOf(index: number) {
  return {
    start_unix_nano: String(1_763_820_730_412_000_000n - BigInt(index) * 1_000_000_000n),
    trace_id: (0x1000 + index).toString(16).padStart(32, '0'),
    span_id: (0x2000 + index).toString(16).padStart(16, '0'),
    sender: 'f2c1a9f4-6f0e-4f0c-9a55-3a8f2f0c7a10',
  };
}

/** Row of `usage_records`: a successful streamed call, with the columns of `overrides`. */
export function recordRow(index: number, overrides: Row = {}): Row {
  return { ...idsOf(index), ...CALL, ...overrides };
}

/** Row of `record_attempts` for the record number `index`. Each attempt is one JSON text. */
export function attemptsRow(index: number, attempts: readonly object[]): Row {
  return { ...idsOf(index), attempts: attempts.map((attempt) => JSON.stringify(attempt)) };
}

/** Row of the traces table with these content attributes. */
export function traceRow(content: Partial<Record<AttributeKey, string>>): Row {
  const attributes = Object.entries(content).map(([key, value]) => [ATTRIBUTES[key as AttributeKey].name, value]);
  return { attributes: Object.fromEntries(attributes) as Row };
}

const CALL: Row = {
  record_type: 'usage',
  state_now: 'success',
  call_type: 'chat',
  source: 'api_key',
  service_name: 'shop',
  method: 'POST',
  endpoint: '/v1/chat/completions',
  status_code: 200,
  stream: true,
  duration_ns: '2410000000',
  time_to_first_chunk_ns: '310000000',
  operation: 'chat',
  provider: 'openai',
  request_model: 'gpt-4o',
  target_model: 'gpt-4o',
  response_model: 'gpt-4o-2024-08-06',
  finish_reasons: ['stop'],
  input_tokens: '12000',
  output_tokens: '738',
  cache_read_tokens: '8000',
  cost_list_text: '27380000',
  cost_paid_text: '27380000',
  cost_charged_text: '21904000',
  cost_list_state: 'priced',
  cost_paid_state: 'priced',
  cost_charged_state: 'priced',
  cost_lines: [
    '{"meter":"input","quantity":"4000","unitPrice":"2.5","per":1000000,"amountUsd":"0.01"}',
    '{"meter":"output","quantity":"738","unitPrice":"10","per":1000000,"amountUsd":"0.00738"}',
  ],
  cost_formula: '(4000 × 2.5 + 738 × 10) ÷ 1000000 × 0.8',
  price_source: 'operator',
  price_version: '2026-11-03',
  user_id: 'u_81',
  key_name: 'checkout',
  key_preview: 'sk-***9f3a',
  group: 'default',
  request_id: 'req_8f31',
  capture_level: 'full',
  attempts_count: 1,
  attempts_retried: false,
  attempts_changed_key: false,
  attempts_fell_back: false,
};
