import { fileURLToPath } from 'node:url';
import type { Format } from './case.ts';

/** One way from a provider's response to a record. Each runs in a process of its own, as an app would. */
export interface Path {
  /** Unique. */
  name: string;
  /** A file in `programs/`. */
  program: string;
  args: readonly string[];
  /** The formats that it calls without streaming, and those that it streams too. */
  formats: readonly Format[];
  streams: readonly Format[];
  /** The host of another seller of the same models; default: that of the case. */
  host?: string;
  /** True if the records are made from the spans of a library, without our patches. */
  spans?: true;
}

const loader = (file: string) => fileURLToPath(new URL(`../${file}`, import.meta.url));

const OPENAI: readonly Format[] = [
  'openai.chat',
  'openai.responses',
  'openai.embeddings',
  'openai.speech',
  'openai.transcriptions',
];
const OPENAI_STREAMS: readonly Format[] = ['openai.chat', 'openai.responses', 'openai.transcriptions'];
const GEMINI: readonly Format[] = ['gemini.generate_content', 'gemini.embed_content'];
const MESSAGES: readonly Format[] = ['anthropic.messages'];
/** What the AI SDK streams. */
const MODELS: readonly Format[] = ['openai.chat', 'openai.responses', 'anthropic.messages', 'gemini.generate_content'];

const openai = (name: string, file: string): Path => ({
  ...{ name, program: 'openai.ts', args: [loader(file)] },
  ...{ formats: OPENAI, streams: OPENAI_STREAMS },
});
const chat = (name: string, file: string): Path => ({
  ...{ name, program: 'chat-sdk.ts', args: [loader(file)] },
  ...{ formats: ['openai.chat'], streams: ['openai.chat'] },
});

const claude = (name: string, file: string): Path => ({
  ...{ name, program: 'anthropic.ts', args: [loader(file)] },
  ...{ formats: MESSAGES, streams: MESSAGES },
});

export const PATHS: readonly Path[] = [
  openai('openai 7', 'app-openai-7/load-openai.mjs'),
  openai('openai 6', 'app-openai-6/load-openai.mjs'),
  chat('groq-sdk', 'app-groq/load-sdk.mjs'),
  chat('Cerebras', 'app-cerebras/load-sdk.mjs'),
  claude('@anthropic-ai/sdk', 'app-anthropic/load-sdk.mjs'),
  { ...claude('bedrock-sdk', 'app-anthropic-bedrock/load-sdk.mjs'), host: 'bedrock-runtime.us-east-1.amazonaws.com' },
  { ...claude('vertex-sdk', 'app-anthropic-vertex/load-sdk.mjs'), host: 'aiplatform.googleapis.com' },
  {
    name: '@google/genai',
    program: 'google-genai.ts',
    args: [],
    formats: GEMINI,
    streams: ['gemini.generate_content'],
  },
  { name: 'ai 7', program: 'ai.ts', args: [], formats: [...OPENAI, ...MESSAGES, ...GEMINI], streams: MODELS },
  {
    name: 'gateway API',
    program: 'gateway.ts',
    args: [],
    formats: ['openai.embeddings', ...MODELS],
    streams: [],
  },
  ...['contrib', 'openllmetry', 'openinference', 'openlit'].map((library) => ({
    ...{ name: `spans of ${library}`, program: 'instrumented-openai.ts', args: [library], spans: true as const },
    formats: ['openai.chat', 'openai.responses', 'openai.embeddings'] as const,
    streams: ['openai.chat', 'openai.responses'] as const,
  })),
  { ...claude('spans of @anthropic-ai/sdk', 'app-anthropic/load-sdk.mjs'), spans: true },
  ...['gen_ai', 'ai'].map((names) => ({
    ...{ name: `spans of ai 7, ${names}.*`, program: 'ai.ts', args: [names], spans: true as const },
    formats: [...MODELS, 'openai.embeddings'] as const,
    streams: MODELS,
  })),
];
