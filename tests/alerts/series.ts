/** The series of a service `shop` as Prometheus has them. */
export const shop = (metric: string, labels: string) => `${metric}{service_name="shop",instance="1",${labels}}`;
export const SHOP = { service_name: 'shop' };
export const GPT = { service_name: 'shop', model: 'gpt-4o' };
export const REQUEST_GPT = { service_name: 'shop', gen_ai_request_model: 'gpt-4o' };

export const calls = (state: string) => shop('tokentrail_calls_total', `model="gpt-4o",state="${state}"`);
export const charged = shop('tokentrail_cost_charged_total', 'model="gpt-4o",state="success",month="202611"');
export const unknown = (state: string) =>
  shop('tokentrail_cost_unknown_total', `model="gpt-4o",state="${state}",month="202611"`);
export const attempts = (state: string) => `tokentrail_attempts_total{instance="1",provider="azure",state="${state}"}`;
export const tokens = (type: string) => shop('tokentrail_tokens_total', `model="gpt-4o",type="${type}"`);
export const truncated = shop('tokentrail_calls_truncated_total', 'model="gpt-4o"');
export const usage = (part: string, le?: string) =>
  shop(`gen_ai_client_token_usage_${part}`, `gen_ai_request_model="gpt-4o",gen_ai_token_type="input"${bucket(le)}`);
export const firstChunk = (part: string, le?: string) =>
  shop(`gen_ai_client_operation_time_to_first_chunk_seconds_${part}`, `gen_ai_request_model="gpt-4o"${bucket(le)}`);
export const exporter = (metric: string) => `${metric}{exporter="clickhouse/ledger"}`;

function bucket(le: string | undefined): string {
  return le === undefined ? '' : `,le="${le}"`;
}

/** Buckets of a histogram whose calls were small first and then, in part, large. */
export function usageOf(small: string, all: string): Record<string, string> {
  return {
    [usage('bucket', '1024')]: small,
    [usage('bucket', '4096')]: small,
    [usage('bucket', '262144')]: small,
    [usage('bucket', '1.048576e+06')]: all,
    [usage('bucket', '+Inf')]: all,
    [usage('count')]: all,
  };
}

/** Hourly samples of a cost: so much a day for `days` days, then so much a day for one day. */
export function costPerDay(days: readonly number[], lastDay: number): string {
  let total = 0;
  const values = [...days, lastDay].flatMap((cost) =>
    Array.from({ length: 24 }, () => {
      total += cost / 24;
      return total.toFixed(4);
    }),
  );
  return ['0', ...values].join(' ');
}

export const USUAL_DAYS = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11];
