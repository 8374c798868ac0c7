import type { CompactEntry } from './compact.ts';
import type { Correction } from './correction.ts';

export const AUDIO_CORRECTIONS: readonly Correction[] = [
  {
    name: 'voxtral-chat',
    why: 'the source has no price of audio: it costs $0.004 a minute instead of the price of its tokens',
    readFrom: 'docs.mistral.ai/models/model-cards/voxtral-small-25-07, 2026-08',
    apply: (entry) =>
      entry.seller === 'mistral' && entry.id.startsWith('voxtral-small-24b')
        ? {
            ...entry,
            rows: entry.rows.map((row) => ({
              ...row,
              prices: { ...row.prices, audio_second: '0.004/60', input_audio: '0' },
            })),
          }
        : entry,
  },
  {
    name: 'groq-whisper-minimum',
    why: 'a request is billed for at least ten seconds',
    readFrom: 'console.groq.com/docs/speech-to-text, 2026-09',
    apply: (entry) =>
      entry.seller === 'groq' && entry.id.startsWith('whisper-') ? { ...entry, at_least: { second: 10 } } : entry,
  },
];

/** Transcription models that the source does not have, with their price per minute. */
export const AUDIO_ENTRIES: readonly CompactEntry[] = Object.entries({
  'voxtral-mini-transcribe-3': '0.0035',
  'voxtral-small-transcribe-3': '0.004',
}).map(([id, usd]) => ({
  seller: 'mistral',
  id,
  models: [id, `${id}-0`],
  rows: [{ prices: { second: `${usd}/60` } }],
  read_from: 'docs.mistral.ai/models, 2026-11',
}));
