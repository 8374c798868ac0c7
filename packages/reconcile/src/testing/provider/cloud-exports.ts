import { gzipSync } from 'node:zlib';
import { decimalText, sumBy, type BilledKind, type BillRow } from './calls.ts';

const DAY_MS = 86_400_000;
const iso = (unixMs: number): string => new Date(unixMs).toISOString().replace('.000Z', 'Z');

/** A count of units of ten to the power of `digits`: 82475 tokens are 82.475 thousands. */
function inUnits(quantity: bigint, digits: number): string {
  return decimalText(quantity, 15 - digits);
}

const AWS_WORDS: Readonly<Record<BilledKind, string>> = {
  input: 'input-tokens',
  cached: 'cache-read-input-token-count',
  written_5m: 'cache-write-input-token-count',
  written_1h: 'cache-write-1h-input-token-count',
  output: 'output-tokens',
  tool: 'web-search',
};

const awsType = ({ model, kind, tier }: BillRow): string =>
  `USE1-${model.display}-${AWS_WORDS[kind]}${tier === 'standard' ? '' : `-${tier}`}-cross-region-global`;

/** CUR 2.0, packed by gzip: hours, thousands of tokens, no keys; with rows of other services, tax and a credit. */
export function awsCur(rows: readonly BillRow[], more: readonly string[] = []): Uint8Array {
  const header =
    'line_item_usage_start_date,line_item_usage_end_date,line_item_usage_type,line_item_usage_amount,pricing_unit,line_item_unblended_cost,line_item_currency_code,line_item_product_code,line_item_line_item_type';
  const sums = sumBy(rows, (row) => `${row.model.id} ${row.tier} ${row.kind}`);
  const lines = sums.map((row) => {
    const hour = row.dayMs + 5 * 3_600_000;
    return `${iso(hour)},${iso(hour + 3_600_000)},${awsType(row)},${inUnits(row.quantity, 3)},1K tokens,${decimalText(row.femto)},USD,AmazonBedrock,Usage`;
  });
  const other = '2026-10-02T00:00:00Z,2026-10-02T01:00:00Z,USE1-BoxUsage:m7g.large,1,Hrs,0.0816,USD,AmazonEC2,Usage';
  return gzipSync([header, ...lines, other, ...more].join('\n'));
}

/** Cost Explorer grouped by service and usage type. */
export function awsCostExplorer(rows: readonly BillRow[]): string {
  const sums = sumBy(rows, (row) => `${row.model.id} ${row.tier} ${row.kind}`);
  const days = new Map<number, BillRow[]>();
  for (const row of sums) days.set(row.dayMs, [...(days.get(row.dayMs) ?? []), row]);
  const results = [...days].map(([dayMs, own]) => ({
    TimePeriod: { Start: iso(dayMs).slice(0, 10), End: iso(dayMs + DAY_MS).slice(0, 10) },
    Groups: own.map((row) => ({
      Keys: ['Amazon Bedrock', awsType(row)],
      Metrics: {
        UnblendedCost: { Amount: decimalText(row.femto), Unit: 'USD' },
        UsageQuantity: { Amount: inUnits(row.quantity, 3), Unit: '1K tokens' },
      },
    })),
  }));
  return JSON.stringify({ ResultsByTime: results }, null, 1);
}

const AZURE_WORDS: Readonly<Record<BilledKind, string>> = {
  input: 'Inp',
  cached: 'cached Inp',
  written_5m: 'Cd Wr',
  written_1h: 'Cd Wr',
  output: 'Outp',
  tool: 'search',
};
const AZURE_TIERS: Readonly<Record<string, string>> = { standard: '', batch: ' Batch', priority: ' PP' };

/** Cost details: US dates, meters of words, thousands for input and millions for output. */
export function azureDetails(rows: readonly BillRow[]): string {
  const header =
    'Date,MeterCategory,MeterSubCategory,MeterName,UnitOfMeasure,Quantity,EffectivePrice,CostInBillingCurrency,BillingCurrency,ResourceId,Tags';
  const lines = sumBy(rows, (row) => `${row.model.id} ${row.tier} ${row.kind}`).map((row) => {
    const [year, month, day] = iso(row.dayMs).slice(0, 10).split('-');
    const isOutput = row.kind === 'output';
    const meter = `${row.model.display}${AZURE_TIERS[row.tier] ?? ''} ${AZURE_WORDS[row.kind]} glbl Tokens`;
    return `${month}/${day}/${year},Foundry Models,Azure OpenAI,${meter},${isOutput ? '1M' : '1K'},${inUnits(row.quantity, isOutput ? 6 : 3)},0.0005,${decimalText(row.femto)},USD,/subscriptions/x/aoai1,`;
  });
  const other = '10/02/2026,Storage,Blob,LRS Data Stored,1 GB,3,0.02,0.06,USD,/subscriptions/x/s1,';
  return `${[header, ...lines, other].join('\r\n')}\r\n`;
}

const GOOGLE_WORDS: Readonly<Record<BilledKind, string>> = {
  input: 'text input token count for',
  cached: 'cached input token count',
  written_5m: '',
  written_1h: '',
  output: 'text output token count for',
  tool: 'search query',
};

/** Rows of BigQuery's table as lines of JSON: hours in UTC of Pacific days, a credit in a row. */
export function googleBilling(rows: readonly BillRow[], credit?: string): string {
  const sums = sumBy(rows, (row) => `${row.model.id} ${row.tier} ${row.kind}`);
  const lines = sums.map((row, index) => {
    const tier = row.tier === 'standard' ? '' : ` ${row.tier}`;
    // The last hour of the Pacific day is on the next day in UTC.
    const hour = row.dayMs + 23 * 3_600_000;
    const credits = index === 0 && credit !== undefined ? `[{"name":"Promotion","amount":${credit}}]` : '[]';
    return `{"service":{"description":"Gemini API"},"sku":{"id":"AAAA","description":"Generate_content${tier} ${GOOGLE_WORDS[row.kind]} ${row.model.display} text"},"usage_start_time":"${iso(hour)}","usage_end_time":"${iso(hour + 3_600_000)}","project":{"id":"acme"},"cost":${decimalText(row.femto)},"currency":"USD","usage":{"amount":${row.quantity},"unit":"count"},"credits":${credits},"invoice":{"month":"202610"},"cost_type":"regular"}`;
  });
  return `${lines.join('\n')}\n`;
}

const FOCUS_WORDS: Readonly<Record<BilledKind, string>> = {
  input: 'input',
  cached: 'cached input',
  written_5m: 'cache write 5m',
  written_1h: 'cache write 1h',
  output: 'output',
  tool: 'search',
};

/** FOCUS 1.2: thousands of tokens, E notation for small amounts. */
export function focusFile(rows: readonly BillRow[], issuer: string): string {
  const header =
    'BilledCost,EffectiveCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ConsumedQuantity,ConsumedUnit,PricingQuantity,PricingUnit,SkuMeter,InvoiceIssuerName,ServiceName';
  const lines = sumBy(rows, (row) => `${row.model.id} ${row.tier} ${row.kind}`).map((row) => {
    const cost = `${row.femto}E-15`;
    const meter = `${row.model.display} ${row.tier === 'standard' ? '' : `${row.tier} `}${FOCUS_WORDS[row.kind]}`;
    return `${cost},${cost},USD,${iso(row.dayMs)},${iso(row.dayMs + DAY_MS)},Usage,${row.quantity},Tokens,${inUnits(row.quantity, 3)},1000 Tokens,${meter},${issuer},Azure OpenAI`;
  });
  return `${[header, ...lines].join('\n')}\n`;
}
