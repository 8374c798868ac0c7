/** SQL that generates the benchmark's records on the engine: the same records in every run, except for their times. */

/** One value per record from `choices`, the earlier ones more often. `seed`: different columns vary independently. */
function skewed(seed: number, choices: readonly string[]): string {
  const list = choices.map((choice) => `'${choice}'`).join(', ');
  return `[${list}][1 + toUInt32(${choices.length} * pow(${random(seed)}, 3))]`;
}

/** A number from 0 to 1, pseudo-random by record and `seed`. */
function random(seed: number): string {
  return `(cityHash64(n, ${seed}) % 1000003 / 1000003)`;
}

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}

const MODELS = ['gpt-4o', 'gpt-4o-mini', 'claude-sonnet-4-5', 'gemini-2.5-pro', ...names('model-', 36)];
const ENDPOINTS = ['/v1/chat/completions', '/v1/messages', '/v1/embeddings', ...names('/agents/invoke/', 57)];
const KEYS = names('team key ', 300);
const IS_FAILED = `${random(1)} < 0.02`;
const IS_EVENT = `${random(2)} < 0.001`;
const IS_REQUEST = `${random(3)} < 0.02`;
const IS_CALL = `NOT (${IS_EVENT}) AND NOT (${IS_REQUEST})`;
const INPUT = `toUInt64(20 + 12000 * pow(${random(4)}, 4))`;
const OUTPUT = `toUInt64(1 + 2000 * pow(${random(5)}, 3))`;
const COST = `toInt64(input_tokens * 2500 + output_tokens * 10000)`;
const USER = `toUInt32(20000 * pow(${random(6)}, 3))`;

/** An expression for each column that is not left empty; `n` is the number of the record, `start_ns` its start. */
const COLUMNS: readonly (readonly [column: string, sql: string])[] = [
  ['start_time', "fromUnixTimestamp64Nano(start_ns, 'UTC')"],
  ['trace_id', "lower(hex(MD5(concat('trace', toString(n)))))"],
  ['span_id', "lower(hex(sipHash64(n, 'span')))"],
  ['service_name', skewed(7, names('service-', 10))],
  ['service_instance_id', skewed(8, names('instance-', 40))],
  ['sender', 'assumeNotNull(service_instance_id)'],
  ['received_at', "fromUnixTimestamp64Milli(intDiv(start_ns, 1000000) + 3000, 'UTC')"],
  ['record_type', `multiIf(${IS_EVENT}, 'topup', ${IS_REQUEST}, 'request', 'usage')`],
  ['state', `multiIf(${IS_FAILED}, 'failed', ${random(9)} < 0.005, 'cancelled', 'success')`],
  ['ver', 'bitShiftLeft(toUInt64(2), 56) + toUInt64(intDiv(start_ns, 1000000) + 2000)'],
  ['call_type', skewed(10, ['chat', 'embeddings', 'image', 'audio'])],
  ['source', skewed(11, ['api_key', 'batch', 'internal'])],
  ['api_format', skewed(12, ['openai.chat', 'anthropic.messages', 'gemini'])],
  ['deployment_environment', skewed(13, ['production', 'staging', 'test'])],
  ['method', "'POST'"],
  ['endpoint', skewed(14, ENDPOINTS)],
  ['path', 'endpoint'],
  ['status_code', `if(${IS_FAILED}, ${skewed(15, ['429', '500', '400', '503'])}::UInt16, 200)`],
  ['stream', `${random(16)} < 0.5`],
  ['duration_ns', `toUInt64(5e7 + 3e10 * pow(${random(17)}, 5))`],
  ['time_to_first_chunk_ns', `if(stream, toUInt64(duration_ns * 0.2), NULL)`],
  ['operation', "'chat'"],
  [
    'provider',
    skewed(18, ['openai', 'anthropic', 'azure.ai.openai', 'gcp.gemini', 'mistral_ai', 'groq', 'xai', 'cohere']),
  ],
  ['request_model', skewed(19, MODELS)],
  ['response_model', "concat(request_model, '-2026-08-06')"],
  ['response_id', "concat('chatcmpl-', substring(hex(MD5(concat('r', toString(n)))), 1, 29))"],
  ['finish_reasons', "['stop']"],
  ['input_tokens', `if(${IS_CALL} AND NOT (${IS_FAILED}), ${INPUT}, NULL)`],
  ['output_tokens', `if(input_tokens IS NULL, NULL, ${OUTPUT})`],
  ['cache_read_tokens', `if(input_tokens IS NOT NULL AND ${random(20)} < 0.3, intDiv(input_tokens, 2), NULL)`],
  ['cost_list', `if(input_tokens IS NULL, NULL, ${COST})`],
  ['cost_list_state', "if(input_tokens IS NULL, 'unknown_usage', 'priced')"],
  ['cost_paid', 'cost_list'],
  ['cost_paid_state', 'cost_list_state'],
  ['cost_charged', 'intDiv(cost_list * 8, 10)'],
  ['cost_charged_state', 'cost_list_state'],
  [
    'cost_lines',
    `if(input_tokens IS NULL, [], [concat('{"meter":"input","quantity":"', toString(input_tokens), '","unitPrice":"2.5","per":1000000}')])`,
  ],
  ['cost_formula', "concat(toString(input_tokens), ' × 2.5 / 1e6 + ', toString(output_tokens), ' × 10 / 1e6')"],
  ['price_source', "'snapshot'"],
  ['price_version', "'2026-11-01'"],
  ['price_entry', `lower(hex(MD5(assumeNotNull(request_model))))`],
  ['user_id', `concat('user-', toString(${USER}), if(${USER} % 50 = 0, '@exämple.com', ''))`],
  ['session_id', `concat('s-', hex(MD5(concat(assumeNotNull(user_id), toString(intDiv(n, 100000))))))`],
  ['client_address', `concat('192.0.', toString(${USER} % 256), '.', toString(intDiv(${USER}, 256)))`],
  ['user_agent', skewed(21, names('agent/', 30))],
  ['key_name', skewed(22, KEYS)],
  ['key_preview', "concat('sk-...', substring(hex(MD5(assumeNotNull(key_name))), 1, 4))"],
  ['`group`', skewed(23, names('group-', 20))],
  ['tags', `map('cost_center', ${skewed(24, names('cc-', 12))}, 'feature', ${skewed(25, names('feature ', 30))})`],
  ['request_id', "concat('req_', lower(hex(MD5(concat('q', toString(n))))))"],
  ['capture_level', "'basic'"],
  ['error_type', `if(${IS_FAILED}, toString(status_code), NULL)`],
  [
    'error_code',
    `if(${IS_FAILED}, ${skewed(26, ['rate_limit_exceeded', 'server_error', 'context_length_exceeded'])}, NULL)`,
  ],
  ['error_message', `if(${IS_FAILED}, concat('The provider failed with ', assumeNotNull(error_code), '.'), NULL)`],
  ['attempts_count', `toUInt16(if(${random(27)} < 0.05, 2, 1))`],
  ['attempts_retried', 'attempts_count > 1'],
  ['amount_nano_usd', `if(${IS_EVENT}, 5000000000, NULL)`],
];

export interface Generated {
  records: number;
  /** Range of their starts, unix ms. The records are spread evenly over it. */
  fromMs: number;
  toMs: number;
}

/** Inserts the records from number `from` to `to` (excluded). */
export function insertStatement({ records, fromMs, toMs }: Generated, from: number, to: number): string {
  const stepNs = Math.floor(((toMs - fromMs) * 1e6) / records);
  return (
    `INSERT INTO tokentrail_ledger.usage_records (${COLUMNS.map(([column]) => column).join(', ')}) ` +
    `SELECT ${COLUMNS.map(([column, sql]) => `${sql} AS ${column}`).join(', ')} ` +
    `FROM (SELECT number AS n, ${fromMs} * 1000000 + toInt64(number) * ${stepNs} AS start_ns FROM numbers(${from}, ${to - from}))`
  );
}
