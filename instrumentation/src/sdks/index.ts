import { anthropic } from './anthropic/index.ts';
import { googleGenAI } from './google-genai/index.ts';
import { openai } from './openai/index.ts';
import type { SdkPatch } from './sdk-patch.ts';

/** The SDKs whose calls are recorded. */
export const SDK_PATCHES: readonly SdkPatch[] = [anthropic, googleGenAI, openai];
