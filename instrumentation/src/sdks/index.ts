import { ai } from './ai/index.ts';
import { anthropic } from './anthropic/index.ts';
import { googleGenAI } from './google-genai/index.ts';
import { openai } from './openai/index.ts';
import type { SdkListener, SdkPatch } from './sdk-patch.ts';

/** The SDKs whose exports are patched to record their calls. */
export const SDK_PATCHES: readonly SdkPatch[] = [anthropic, googleGenAI, openai];

/** The SDKs that report their calls themselves. */
export const SDK_LISTENERS: readonly SdkListener[] = [ai];
