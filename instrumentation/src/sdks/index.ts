import { ai } from './ai/index.ts';
import { anthropic } from './anthropic/index.ts';
import { googleGenAI } from './google-genai/index.ts';
import { openai } from './openai/index.ts';
import type { SdkListener, SdkPatch } from './sdk-patch.ts';

/** The SDKs whose calls are recorded, by patching what they export. */
export const SDK_PATCHES: readonly SdkPatch[] = [anthropic, googleGenAI, openai];

/** And those that tell of their calls. */
export const SDK_LISTENERS: readonly SdkListener[] = [ai];
