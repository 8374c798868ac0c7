import { decimalText, sumBy, type BilledKind, type BillRow } from './calls.ts';

const DAY_MS = 86_400_000;
const API_TYPES: Readonly<Record<BilledKind, string | null>> = {
  input: 'uncached_input_tokens',
  cached: 'cache_read_input_tokens',
  written_5m: 'cache_creation.ephemeral_5m_input_tokens',
  written_1h: 'cache_creation.ephemeral_1h_input_tokens',
  output: 'output_tokens',
  tool: null,
};
const CONSOLE_TYPES: Readonly<Record<BilledKind, string>> = {
  input: 'input_no_cache',
  cached: 'input_cache_read',
  written_5m: 'input_cache_write_5m',
  written_1h: 'input_cache_write_1h',
  output: 'output',
  tool: '',
};

const iso = (unixMs: number): string => new Date(unixMs).toISOString().replace('.000Z', 'Z');

function page(rows: readonly BillRow[], result: (row: BillRow) => string): string {
  const days = new Map<number, BillRow[]>();
  for (const row of rows) days.set(row.dayMs, [...(days.get(row.dayMs) ?? []), row]);
  const buckets = [...days].map(
    ([dayMs, own]) =>
      `{"starting_at":"${iso(dayMs)}","ending_at":"${iso(dayMs + DAY_MS)}","results":[${own.map((row) => `{${result(row)}}`).join(',\n')}]}`,
  );
  return `{"data":[${buckets.join(',\n')}],"has_more":false,"next_page":null}`;
}

/** Cents as decimal text, no keys, display names. */
export function anthropicCost(rows: readonly BillRow[]): string {
  const sums = sumBy(rows, (row) => `${row.model.id} ${row.tier} ${row.kind}`);
  return page(sums, (row) => {
    const type = API_TYPES[row.kind];
    return [
      `"amount":"${decimalText(row.femto, 2)}","currency":"USD","cost_type":"${type === null ? 'web_search' : 'tokens'}"`,
      `"description":"${row.model.display} Usage","model":"${row.model.id}","service_tier":"${row.tier}"`,
      `"token_type":${type === null ? null : `"${type}"`},"context_window":"0-200k","workspace_id":null`,
    ].join(',');
  });
}

const usageId = (row: BillRow): string => `${row.key.id} ${row.model.id} ${row.tier}`;

function counter(rows: readonly BillRow[]): (row: BillRow, kind: BilledKind) => bigint {
  const counts = new Map<string, bigint>();
  for (const row of rows) counts.set(`${row.dayMs} ${usageId(row)} ${row.kind}`, row.quantity);
  return (row, kind) => counts.get(`${row.dayMs} ${usageId(row)} ${kind}`) ?? 0n;
}

export function anthropicUsage(rows: readonly BillRow[]): string {
  const count = counter(rows);
  return page(sumBy(rows, usageId), (row) =>
    [
      `"uncached_input_tokens":${count(row, 'input')},"cache_read_input_tokens":${count(row, 'cached')}`,
      `"cache_creation":{"ephemeral_5m_input_tokens":${count(row, 'written_5m')},"ephemeral_1h_input_tokens":${count(row, 'written_1h')}}`,
      `"output_tokens":${count(row, 'output')},"server_tool_use":{"web_search_requests":${count(row, 'tool')}}`,
      `"api_key_id":"${row.key.id}","model":"${row.model.id}","service_tier":"${row.tier}","workspace_id":null`,
    ].join(','),
  );
}

/** Two decimals, display names, one row per key and kind. */
export function anthropicCostCsv(rows: readonly BillRow[]): string {
  const header =
    'usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed,api_key_id,api_key_status';
  const cents = (femto: bigint): string => {
    const rounded = (femto + 5_000_000_000_000n) / 10_000_000_000_000n;
    return `${rounded / 100n}.${(rounded % 100n).toString().padStart(2, '0')}`;
  };
  const lines = rows.map((row) => {
    const usd = cents(row.femto);
    const usage = row.tier === 'standard' ? 'message' : row.tier;
    const type = CONSOLE_TYPES[row.kind];
    return `${iso(row.dayMs).slice(0, 10)},${row.model.display},Default,${row.key.name},${usage},≤ 200k,${type},${usd},${usd},${type === '' ? 'web_search' : 'tokens'},global,,${row.key.id},active`;
  });
  return `${[header, ...lines].join('\n')}\n`;
}

export function anthropicUsageCsv(rows: readonly BillRow[]): string {
  const header =
    'usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,web_search_count,inference_geo,speed';
  const count = counter(rows);
  const kinds: readonly BilledKind[] = ['input', 'written_5m', 'written_1h', 'cached', 'output', 'tool'];
  const lines = sumBy(rows, usageId).map((row) => {
    const counts = kinds.map((kind) => count(row, kind));
    return `${iso(row.dayMs).slice(0, 10)},${row.model.id},${row.key.name},Default,${row.tier},≤ 200k,${counts.join(',')},global,`;
  });
  return `${[header, ...lines].join('\n')}\n`;
}
