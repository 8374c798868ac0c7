/**
 * Prints the processor time of pricing one call (prices already resolved), with a usage that has been read before, and
 * with one that is read for the token columns and the price: `npm run bench -w packages/pricing`.
 */
import { profileOf, tokensIn } from '@tokentrail/usage';
import { PriceBook, priceCall, type CallToPrice } from './index.ts';
import { snapshotDocument } from './snapshot/index.ts';

const CALLS = 100_000;
const ROUNDS = 5;
const COPIES = 100;
const startUnixMs = Date.parse('2026-09-01T12:00:00Z');

const chat: CallToPrice = {
  attempts: [
    {
      state: 'success',
      host: 'api.openai.com',
      provider: 'openai',
      model: 'gpt-4o',
      responseModel: 'gpt-4o-2024-08-06',
      apiFormat: 'openai.chat',
      servedTier: 'default',
      startUnixMs,
      usage: {
        prompt_tokens: 12_000,
        completion_tokens: 1190,
        total_tokens: 13_190,
        prompt_tokens_details: { cached_tokens: 8000, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
      },
    },
  ],
};

const retried: CallToPrice = {
  attempts: [
    { ...chat.attempts[0], state: 'failed', statusCode: 429, startUnixMs, usage: undefined },
    ...chat.attempts,
  ],
};

const cached: CallToPrice = {
  attempts: [
    {
      state: 'success',
      host: 'api.anthropic.com',
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      responseModel: 'claude-sonnet-4-5-20250929',
      startUnixMs,
      usage: {
        input_tokens: 2095,
        output_tokens: 503,
        cache_creation_input_tokens: 1800,
        cache_read_input_tokens: 12_000,
        cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 800 },
        service_tier: 'standard',
      },
    },
  ],
};

const loadStart = performance.now();
const document = snapshotDocument();
const book = new PriceBook([{ document, source: 'snapshot' }]);
console.log(`snapshot loaded in ${(performance.now() - loadStart).toFixed(1)} ms`);

const sold = new PriceBook([
  {
    document: { schema: 1, buy: [{ seller: 'openai', times: '0.92' }], sell: { groups: { vip: '0.8' } } },
    source: 'operator',
  },
  { document, source: 'snapshot' },
]);

const gemini: CallToPrice = {
  attempts: [
    {
      state: 'success',
      host: 'generativelanguage.googleapis.com',
      provider: 'google',
      model: 'gemini-3-flash-preview',
      apiFormat: 'gemini.generate',
      startUnixMs,
      units: { web_search: 2, grounded_prompt: 1 },
      usage: {
        promptTokenCount: 4321,
        cachedContentTokenCount: 1111,
        candidatesTokenCount: 77,
        thoughtsTokenCount: 88,
        totalTokenCount: 4486,
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: 4321 }],
      },
    },
  ],
};
const unpriced: CallToPrice = { attempts: chat.attempts.map((one) => ({ ...one, host: 'vllm:8000' })) };
const ofGroup: CallToPrice = { ...chat, group: 'vip', requestedModel: 'gpt-4o' };

measure('a chat call, cached input', chat, book);
measure('the same after a rejected attempt', retried, book);
measure('cache writes with two TTLs', cached, book);
measure('a grounded call of Gemini', gemini, book);
measure('a call to a server without prices', unpriced, book);
measure('the first call with contract and group ratio', ofGroup, sold);

/** Prints the time for a usage that has been read before, and for one that is read for the columns and the price. */
function measure(name: string, call: CallToPrice, prices: PriceBook): void {
  const priced = medianOf([call], (one) => priceCall(one, prices));
  const read = medianOf(copiesOf(call), (one) => {
    for (const { usage, provider, apiFormat } of one.attempts) tokensIn(usage, profileOf(provider), apiFormat);
    priceCall(one, prices);
  });
  const formula = priceCall(call, prices).formula ?? 'no formula';
  console.log(`${priced.toFixed(2)} µs, ${read.toFixed(2)} µs with reading  ${name}: ${formula}`);
}

/** Calls with usages of their own: the newest usage that was read is cached. */
function copiesOf(call: CallToPrice): CallToPrice[] {
  return Array.from({ length: COPIES }, () => structuredClone(call));
}

/** Processor time of `work` per call in µs: the median of the rounds. */
function medianOf(calls: readonly CallToPrice[], work: (call: CallToPrice) => void): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage();
    for (let count = 0; count < CALLS; count += calls.length) {
      for (const call of calls) work(call);
    }
    return process.cpuUsage(start).user / CALLS;
  });
  rounds.sort((a, b) => a - b);
  return rounds[Math.floor(ROUNDS / 2)] ?? NaN;
}
