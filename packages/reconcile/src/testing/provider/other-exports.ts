import { decimalText, sumBy, type BilledKind, type BillRow, type Call, type Seller } from './calls.ts';
import { BILLED_KINDS, dayStart } from './calls.ts';

const date = (unixMs: number): string => new Date(unixMs).toISOString().slice(0, 10);
const INPUT: readonly BilledKind[] = ['input', 'cached', 'written_5m', 'written_1h'];

interface Activity {
  dayMs: number;
  slug: string;
  key: string;
  femto: bigint;
  prompt: bigint;
  completion: bigint;
  requests: number;
}

function activity(seller: Seller, rows: readonly BillRow[], calls: readonly Call[]): Activity[] {
  const sums = sumBy(rows, (row) => `${row.key.id} ${row.model.id}`);
  const counts = new Map<string, bigint>();
  for (const row of rows) {
    const id = `${row.dayMs} ${row.key.id} ${row.model.id} ${INPUT.includes(row.kind) ? 'input' : row.kind}`;
    counts.set(id, (counts.get(id) ?? 0n) + row.quantity);
  }
  const requests = new Map<string, number>();
  for (const call of calls) {
    const id = `${dayStart(seller, call.startMs)} ${seller.keys[call.key]?.id} ${call.model.id}`;
    requests.set(id, (requests.get(id) ?? 0) + 1);
  }
  return sums.map((row) => {
    const id = `${row.dayMs} ${row.key.id} ${row.model.id}`;
    return {
      dayMs: row.dayMs,
      slug: row.model.display,
      key: row.key.id,
      femto: row.femto,
      prompt: counts.get(`${id} input`) ?? 0n,
      completion: counts.get(`${id} output`) ?? 0n,
      requests: requests.get(id) ?? 0,
    };
  });
}

export function openrouterActivity(seller: Seller, rows: readonly BillRow[], calls: readonly Call[]): string {
  const data = activity(seller, rows, calls).map(
    (row) =>
      `{"date":"${date(row.dayMs)}","model":"${row.slug.replace(/-\d{4,8}(?:-\d\d-\d\d)?$/, '')}","model_permaslug":"${row.slug}","endpoint_id":"e1","api_key_hash":"${row.key}","usage":${decimalText(row.femto)},"byok_usage_inference":0,"requests":${row.requests},"prompt_tokens":${row.prompt},"completion_tokens":${row.completion},"reasoning_tokens":0}`,
  );
  return `{"data":[${data.join(',\n')}]}`;
}

export function openrouterActivityCsv(seller: Seller, rows: readonly BillRow[], calls: readonly Call[]): string {
  const header = 'Date,Slug,Usage,BYOK Usage,Requests,Prompt Tokens,Completion Tokens,Reasoning Tokens';
  const lines = activity(seller, rows, calls).map(
    (row) =>
      `${date(row.dayMs)},${row.slug},${decimalText(row.femto)},0,${row.requests},${row.prompt},${row.completion},0`,
  );
  return `${[header, ...lines].join('\n')}\n`;
}

/** One row per call; costs are computed from the call's own price list. */
export function openrouterGenerations(seller: Seller, calls: readonly Call[]): string {
  const header =
    'generation_id,created_at,cost_total,tokens_prompt,tokens_completion,tokens_reasoning,tokens_cached,model_permaslug,provider_name,cancelled,api_key_name,app_name';
  const lines = calls.map((call) => {
    const femto = BILLED_KINDS.reduce(
      (sum, kind) => sum + BigInt(call.counts[kind]) * BigInt(call.model.tiers[call.tier]?.[kind] ?? 0),
      0n,
    );
    const prompt = INPUT.reduce((sum, kind) => sum + call.counts[kind], 0);
    return `${call.id},${new Date(call.startMs).toISOString()},${decimalText(femto)},${prompt},${call.counts.output},0,${call.counts.cached},${call.model.display},OpenAI,false,${seller.keys[call.key]?.name},app`;
  });
  return `${[header, ...lines].join('\n')}\n`;
}

const DEEPSEEK_TYPES: Readonly<Partial<Record<BilledKind, string>>> = {
  input: 'input_cache_miss_tokens',
  cached: 'input_cache_hit_tokens',
  output: 'output_tokens',
};

/** A provider's own CSV, with days of the account's zone: it needs a column map. */
export function deepseekCsv(rows: readonly BillRow[]): string {
  const header = 'user_id,start_time_iso,end_time_iso,model,api_key_name,api_key,type,cost,currency,tokens';
  const local = (unixMs: number): string => `${date(unixMs + 8 * 3_600_000)}T00:00:00+08:00`;
  const lines = rows.map((row) => {
    const end = local(row.dayMs + 86_400_000);
    return `u1,${local(row.dayMs)},${end},${row.model.display},${row.key.name},${row.key.hint.replace('...', '****')},${DEEPSEEK_TYPES[row.kind]},${decimalText(row.femto)},USD,${row.quantity}`;
  });
  return `\uFEFF${[header, ...lines].join('\r\n')}\r\n`;
}

export const DEEPSEEK_MAP = `
provider: deepseek
columns: { from: start_time_iso, to: end_time_iso, model: model, key: api_key, kind: type, amount: cost, quantity: tokens, currency: currency }
kinds: { input_cache_miss_tokens: input, input_cache_hit_tokens: cached, output_tokens: output }
`;
