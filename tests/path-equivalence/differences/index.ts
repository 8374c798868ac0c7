import type { Difference } from '../difference.ts';
import { PATCHED_SDKS } from './patched-sdks.ts';
import { SPANS_OF_OPENAI } from './spans-of-openai.ts';
import { SPANS_OF_SDKS } from './spans-of-sdks.ts';

/** Every known difference between paths. A path reports what is expected in all other calls and fields. */
export const DIFFERENCES: readonly Difference[] = [...PATCHED_SDKS, ...SPANS_OF_OPENAI, ...SPANS_OF_SDKS];
