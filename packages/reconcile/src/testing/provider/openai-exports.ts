import { decimalText, sumBy, type BilledKind, type BillRow } from './calls.ts';

const DAY_S = 86_400;
const WORDS: Readonly<Record<BilledKind, string>> = {
  input: 'input',
  cached: 'cached input',
  written_5m: 'cache writes',
  written_1h: 'cache writes',
  output: 'output',
  tool: 'web search tool calls',
};

function lineItem({ model, tier, kind }: BillRow): string {
  return `${tier === 'standard' ? '' : `${tier} | `}${model.display}, ${WORDS[kind]}`;
}

function bucketPages(rows: readonly BillRow[], object: string, result: (row: BillRow) => string): string {
  const days = new Map<number, BillRow[]>();
  for (const row of rows) days.set(row.dayMs, [...(days.get(row.dayMs) ?? []), row]);
  const buckets = [...days].map(([dayMs, own]) => {
    const start = dayMs / 1_000;
    const results = own.map((row) => `{"object":"${object}",${result(row)}}`);
    return `{"object":"bucket","start_time":${start},"end_time":${start + DAY_S},"results":[${results.join(',\n')}]}`;
  });
  // An empty bucket, and a page that has another one behind it.
  const empty = `{"object":"bucket","start_time":0,"end_time":${DAY_S},"results":[]}`;
  const pages = [buckets.slice(0, 10), [empty, ...buckets.slice(10)]];
  return pages
    .map((page, index) => `{"object":"page","data":[${page.join(',\n')}],"has_more":${index === 0},"next_page":null}`)
    .join('\n')
    .replace(/\}\n\{"object":"page"/, '},\n{"object":"page"')
    .replace(/^/, '[')
    .replace(/$/, ']');
}

/** Amounts are JSON numbers with all their digits, which a float would not keep. */
export function openaiCosts(rows: readonly BillRow[]): string {
  return bucketPages(rows, 'organization.costs.result', (row) =>
    [
      `"amount":{"value":${decimalText(row.femto)},"currency":"usd"}`,
      `"line_item":${JSON.stringify(lineItem(row))}`,
      `"project_id":"proj_a","api_key_id":"${row.key.id}"`,
      `"quantity":${row.quantity},"quantity_unit":"tokens"`,
    ].join(','),
  );
}

/** Usage by key, model and tier; input includes what was cached. */
export function openaiUsage(rows: readonly BillRow[], calls: ReadonlyMap<string, number>): string {
  const of = (row: BillRow): string => `${row.key.id} ${row.model.id} ${row.tier}`;
  const sums = sumBy(rows, of);
  const counts = new Map(rows.map((row) => [`${row.dayMs} ${of(row)} ${row.kind}`, row.quantity]));
  const count = (row: BillRow, kind: BilledKind): bigint => counts.get(`${row.dayMs} ${of(row)} ${kind}`) ?? 0n;
  return bucketPages(sums, 'organization.usage.completions.result', (row) =>
    [
      `"input_tokens":${count(row, 'input') + count(row, 'cached')}`,
      `"input_cached_tokens":${count(row, 'cached')},"output_tokens":${count(row, 'output')}`,
      `"num_model_requests":${calls.get(`${row.dayMs} ${of(row)}`) ?? 0}`,
      `"project_id":null,"user_id":null,"api_key_id":"${row.key.id}","model":"${row.model.id}"`,
      `"batch":${row.tier === 'batch'},"service_tier":${row.tier === 'batch' ? null : `"${row.tier === 'standard' ? 'default' : row.tier}"`}`,
    ].join(','),
  );
}

const COST_HEADER =
  'start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,user_id,api_key_id,project_id,organization_id,project_name,organization_name,user_email,api_source';

/** The dashboard's file: a byte order mark, CRLF, a row with nothing but times, and a name with a line break. */
export function openaiCostCsv(rows: readonly BillRow[]): string {
  const lines = rows.map((row) => {
    const start = row.dayMs / 1_000;
    const iso = (unix: number): string => new Date(unix * 1_000).toISOString().slice(0, 19);
    return `${start},${start + DAY_S},${iso(start)},${iso(start + DAY_S)},${decimalText(row.femto)},usd,${row.quantity},tokens,"${lineItem(row)}",,${row.key.id},proj_a,org-x,"Web\nand mobile",Acme,,`;
  });
  const blank = `1790812800,1790899200,2026-10-01T00:00:00,2026-10-02T00:00:00${','.repeat(13)}`;
  return `\uFEFF${[COST_HEADER, blank, ...lines].join('\r\n')}\r\n`;
}
