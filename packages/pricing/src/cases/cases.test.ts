import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { evaluateFormula, PriceBook, priceCall, recompute, type BookDocument, type AttemptToPrice } from '../index.ts';
import { parsePriceFile } from '../file/index.ts';
import { snapshotDocument } from '../snapshot/index.ts';

const FOLDER = 'packages/pricing/src/cases';
const MIN_CASES = 300;
const MIN_BY_HAND = 80;

/** One file of cases; README.md describes the format. */
interface CaseFile {
  /** Name and date of the page from which the expected amounts were computed. */
  page: string;
  host?: string;
  at?: string;
  /** An operator's price file on top of the snapshot, for all cases of the file. */
  book?: unknown;
  cases: Case[];
}

interface Case {
  model: string;
  page?: string;
  host?: string;
  provider?: string;
  responded?: string;
  at?: string;
  chat?: Record<string, number>;
  responses?: Record<string, number>;
  embedding?: number;
  claude?: Record<string, number>;
  gemini?: Record<string, number>;
  usage?: unknown;
  format?: string;
  units?: Record<string, number>;
  tier?: string;
  asked_tier?: string;
  conditions?: Record<string, string>;
  failed?: number;
  requested?: string;
  user?: string;
  group?: string;
  key?: string;
  /** Expected charge in nano-USD; list and paid if they differ from it; or the state of all three. */
  nano?: number;
  list?: number;
  paid?: number;
  state?: string;
  /** The arithmetic in nano-USD: units × nano-USD per unit, worked out by a person. */
  hand?: string;
  /** The same, computed with exact fractions outside this code. */
  sum?: string;
}

const snapshot = snapshotDocument();
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name, file: parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as CaseFile }));

const WIRE: { [shape: string]: (count: Record<string, number>) => unknown } = {
  chat: ({ in: input = 0, cached, written, audio, out = 0, reasoning, spoken }) => ({
    prompt_tokens: input,
    completion_tokens: out,
    total_tokens: input + out,
    prompt_tokens_details: { cached_tokens: cached ?? 0, cache_write_tokens: written ?? 0, audio_tokens: audio ?? 0 },
    completion_tokens_details: { reasoning_tokens: reasoning ?? 0, audio_tokens: spoken ?? 0 },
  }),
  responses: ({ in: input = 0, cached, written, out = 0, reasoning }) => ({
    input_tokens: input,
    output_tokens: out,
    total_tokens: input + out,
    input_tokens_details: { cached_tokens: cached ?? 0, cache_write_tokens: written ?? 0 },
    output_tokens_details: { reasoning_tokens: reasoning ?? 0 },
  }),
  claude: ({ in: input = 0, read, write, write_5m, write_1h, out = 0, searches }) => ({
    input_tokens: input,
    cache_read_input_tokens: read ?? 0,
    cache_creation_input_tokens: write ?? (write_5m ?? 0) + (write_1h ?? 0),
    ...(write === undefined && {
      cache_creation: { ephemeral_5m_input_tokens: write_5m ?? 0, ephemeral_1h_input_tokens: write_1h ?? 0 },
    }),
    output_tokens: out,
    ...(searches !== undefined && { server_tool_use: { web_search_requests: searches } }),
  }),
  gemini: ({ in: input = 0, cached, audio, cached_audio, out = 0, thoughts, image }) => ({
    promptTokenCount: input,
    cachedContentTokenCount: cached ?? 0,
    candidatesTokenCount: out,
    thoughtsTokenCount: thoughts ?? 0,
    totalTokenCount: input + out + (thoughts ?? 0),
    promptTokensDetails: [
      { modality: 'TEXT', tokenCount: input - (audio ?? 0) },
      { modality: 'AUDIO', tokenCount: audio ?? 0 },
    ],
    cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: cached_audio ?? 0 }],
    candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: image ?? 0 }],
  }),
};

function usageOf(one: Case): unknown {
  if (one.embedding !== undefined) {
    return { prompt_tokens: one.embedding, total_tokens: one.embedding };
  }
  const { chat, responses, claude, gemini } = one;
  const [shape, count] =
    Object.entries({ chat, responses, claude, gemini }).find(([, value]) => value !== undefined) ?? [];
  return shape === undefined || count === undefined ? one.usage : WIRE[shape]?.(count);
}

function attemptOf(one: Case, file: CaseFile): AttemptToPrice {
  return {
    state: one.failed === undefined ? 'success' : 'failed',
    statusCode: one.failed,
    host: one.host ?? file.host,
    provider: one.provider,
    model: one.model,
    responseModel: one.responded,
    apiFormat: one.format,
    usage: usageOf(one),
    units: one.units,
    servedTier: one.tier,
    requestedTier: one.asked_tier,
    conditions: one.conditions,
    keyName: one.key,
    startUnixMs: Date.parse(one.at ?? file.at ?? '2026-11-20T12:00:00Z'),
  };
}

function bookOf(file: CaseFile): PriceBook {
  if (file.book === undefined) {
    return new PriceBook([{ document: snapshot, source: 'snapshot' }]);
  }
  const parsed = parsePriceFile(JSON.stringify(file.book));
  const document = 'document' in parsed ? parsed.document : (parsed.errors as unknown as BookDocument);
  expect(parsed).toHaveProperty('document');
  return new PriceBook([
    { document, source: 'operator' },
    { document: snapshot, source: 'snapshot' },
  ]);
}

function titleOf(one: Case): string {
  const { nano, list: _list, paid: _paid, state, hand: _hand, sum: _sum, model, ...rest } = one;
  return `${model} ${JSON.stringify(rest)} → ${state ?? `${String(nano)} n`}`;
}

describe.each(files)('$name', ({ file }) => {
  const book = bookOf(file);

  test.each(file.cases.map((one) => ({ one, title: titleOf(one) })))('$title', ({ one }) => {
    const call = { attempts: [attemptOf(one, file)], requestedModel: one.requested, user: one.user, group: one.group };
    const { list, paid, charged, formula, lines, reason } = priceCall(call, book);
    if (one.nano === undefined) {
      expect([list.state, paid.state, charged.state]).toEqual([one.state, one.state, one.state]);
      return;
    }
    const amounts = { list: list.nanoUsd, paid: paid.nanoUsd, charged: charged.nanoUsd, reason };
    const nano = BigInt(one.nano);
    const listed = BigInt(one.list ?? one.nano);
    const expected = { list: listed, paid: BigInt(one.paid ?? listed), charged: nano, reason: null };
    expect(amounts).toEqual(expected);
    expect(evaluateFormula(formula ?? '')).toEqual({ nanoUsd: nano, statedNanoUsd: nano, holds: true });
    expect(recompute(lines)).toEqual({ nanoUsd: nano, wrong: [] });
  });
});

test('the table has the minimum size and no duplicates, and each case names the source of its prices', () => {
  const all = files.flatMap(({ file }) =>
    file.cases.map((one) => ({ page: file.page, host: file.host, at: file.at, ...one })),
  );
  expect(all.length).toBeGreaterThanOrEqual(MIN_CASES);
  expect(all.filter((one) => one.hand !== undefined).length).toBeGreaterThanOrEqual(MIN_BY_HAND);
  expect(all.filter((one) => !/, \d{4}-\d{2}(-\d{2})?$/.test(one.page))).toEqual([]);
  expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(all.length);
  expect(all.filter((one) => (one.nano === undefined) === (one.state === undefined))).toEqual([]);
});
