import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { plansOfDay } from '../history.ts';
import { DAY_MS } from '../rhythm.ts';
import { RecordMaker, type MadeRecord } from '../spans.ts';
import { MetricHistory } from './metric-history.ts';

const UNTIL = Date.parse('2026-11-30T08:00:00Z');
const DAYS = [UNTIL - (UNTIL % DAY_MS) - DAY_MS, UNTIL - (UNTIL % DAY_MS)];
const PRICES = join(__dirname, '../../../prices.yaml');

interface Sample {
  series: string;
  value: number;
  unixSeconds: number;
}

/** Takes the files as the importer does: reads and removes each, and ends with the last. */
async function takeSamples(folder: string): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (;;) {
    const names = readdirSync(folder);
    for (const name of names.filter((one) => one.endsWith('.om')).sort()) {
      samples.push(...samplesOf(readFileSync(join(folder, name), 'utf8')));
      rmSync(join(folder, name));
    }
    if (names.includes('complete')) return samples;
    await sleep(5);
  }
}

function samplesOf(text: string): Sample[] {
  expect(text.endsWith('# EOF\n')).toBe(true);
  return text
    .split('\n')
    .slice(0, -2)
    .map((line) => {
      const [, series, value, time] = /^(.*\}) (\S+) (\S+)$/.exec(line)!;
      return { series: series!, value: Number(value), unixSeconds: Number(time) };
    });
}

const folder = mkdtempSync(join(tmpdir(), 'tokentrail-history-'));
const bySeries = new Map<string, Sample[]>();
const made: MadeRecord[] = [];

beforeAll(async () => {
  const maker = new RecordMaker(PRICES, () => undefined);
  const history = new MetricHistory();
  for (const day of DAYS) made.push(...plansOfDay(day, UNTIL).map((plan) => maker.make(plan)));
  maker.stop();
  made.forEach((one) => history.add(one));
  const [samples] = await Promise.all([takeSamples(folder), history.write(folder, UNTIL)]);
  for (const sample of samples) bySeries.set(sample.series, [...(bySeries.get(sample.series) ?? []), sample]);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** Sum of the last values of the series of a metric. */
function total(metric: string): number {
  const last = [...bySeries]
    .filter(([series]) => series.startsWith(`${metric}{`))
    .map(([, samples]) => samples.at(-1)!);
  return last.reduce((sum, { value }) => sum + value, 0);
}

const ended = () => made.filter(({ record }) => record.type === 'usage' && record.ended);

test('the counters end at the sums of the records', () => {
  const paid = ended().reduce((sum, { cost }) => sum + Number(cost?.paid.nanoUsd ?? 0), 0) / 1e9;
  const attempts = ended().flatMap(({ record }) => record.attempts.filter(({ wasSent }) => wasSent));
  const tokens = ended().reduce(
    (sum, { record: { usage } }) => sum + (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0),
    0,
  );
  expect(total('tokentrail_calls_total')).toBe(ended().length);
  expect(total('gen_ai_client_operation_duration_seconds_count')).toBe(ended().length);
  expect(total('tokentrail_attempts_total')).toBe(attempts.length);
  const cached = ended().reduce(
    (sum, { record: { usage } }) => sum + (usage?.cacheReadTokens ?? 0) + (usage?.cacheWriteTokens ?? 0),
    0,
  );
  expect(total('tokentrail_tokens_total')).toBe(tokens + cached);
  expect(total('tokentrail_calls_truncated_total')).toBeGreaterThan(0);
  expect(total('tokentrail_cost_paid_total')).toBeCloseTo(paid, 6);
  expect(total('tokentrail_cost_unknown_total')).toBe(ended().filter(({ cost }) => cost?.paid.nanoUsd == null).length);
  expect(total('gen_ai_client_token_usage_sum')).toBe(tokens);
  expect(total('tokentrail_requests_total')).toBe(made.filter(({ record }) => record.type === 'request').length);
});

/** Pairs of neighbouring samples of the series whose name begins with `metric`. */
function neighbours(metric: string): [Sample, Sample][] {
  return [...bySeries]
    .filter(([series]) => series.startsWith(metric))
    .flatMap(([, samples]) => samples.slice(1).map((sample, index): [Sample, Sample] => [samples[index]!, sample]));
}

test('the samples of a series are in order of time and never fall', () => {
  expect(bySeries.size).toBeGreaterThan(500);
  const wrong = neighbours('').filter(([a, b]) => b.unixSeconds <= a.unixSeconds || b.value < a.value);
  expect(wrong).toEqual([]);
});

test('counters of calls have a sample every five minutes, as Prometheus needs to find their value at any time', () => {
  const pairs = neighbours('tokentrail_calls_total{');
  expect(pairs.length).toBeGreaterThan(1000);
  expect(pairs.filter(([a, b]) => b.unixSeconds - a.unixSeconds > 300)).toEqual([]);
});

test('boundaries are written as the exporter writes them', () => {
  const boundaries = new Set(
    [...bySeries.keys()].flatMap((series) => /^gen_ai_client_token_usage_bucket.*le="(.*?)"/.exec(series)?.[1] ?? []),
  );
  expect([...boundaries]).toEqual(expect.arrayContaining(['65536', '262144', '1.048576e+06', '6.7108864e+07', '+Inf']));
});

test('the last bucket of a histogram has its count', () => {
  const last = (metric: string, more = '') =>
    [...bySeries]
      .filter(([series]) => series.startsWith(metric) && series.includes(more))
      .map(([, s]) => s.at(-1)!.value);
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  expect(sum(last('gen_ai_client_token_usage_bucket', 'le="+Inf"'))).toBe(sum(last('gen_ai_client_token_usage_count')));
});
