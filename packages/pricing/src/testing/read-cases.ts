// The table of cases as calls to price; README.md in this folder describes its fields.
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parsePriceFile } from '../file/index.ts';
import { PriceBook, type AttemptToPrice } from '../index.ts';
import { snapshotDocument } from '../snapshot/index.ts';

const FOLDER = 'packages/pricing/src/cases';

/** One file of cases; README.md describes the format. */
export interface CaseFile {
  /** Name and date of the page from which the expected amounts were computed. */
  page: string;
  host?: string;
  at?: string;
  /** An operator's price file on top of the snapshot, for all cases of the file. */
  book?: unknown;
  cases: Case[];
}

export interface Case {
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
/** The files of the table. */
export const files = readdirSync(FOLDER)
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

export function attemptOf(one: Case, file: CaseFile): AttemptToPrice {
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

/** The built-in prices below the operator's own of this file. */
export function bookOf(file: CaseFile): PriceBook {
  if (file.book === undefined) {
    return new PriceBook([{ document: snapshot, source: 'snapshot' }]);
  }
  const parsed = parsePriceFile(JSON.stringify(file.book));
  if ('errors' in parsed) {
    throw new Error(JSON.stringify(parsed.errors));
  }
  return new PriceBook([
    { document: parsed.document, source: 'operator' },
    { document: snapshot, source: 'snapshot' },
  ]);
}
