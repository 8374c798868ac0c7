import { ai } from './ai/index.ts';
import { anthropic, anthropicBedrock, anthropicVertex } from './anthropic/index.ts';
import { cerebras } from './cerebras/index.ts';
import { googleGenAI } from './google-genai/index.ts';
import { groq } from './groq/index.ts';
import { openai } from './openai/index.ts';
import type { SdkListener, SdkPatch } from './sdk-patch.ts';

/** The SDKs that are patched. */
export const SDK_PATCHES: readonly SdkPatch[] = [
  anthropic,
  anthropicBedrock,
  anthropicVertex,
  cerebras,
  googleGenAI,
  groq,
  openai,
];

/** The SDKs that publish their own events. */
export const SDK_LISTENERS: readonly SdkListener[] = [ai];
