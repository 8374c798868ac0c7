import type { Behaviour } from '../behaviour.ts';
import { CALLS } from './calls.ts';
import { MIDDLEWARE_AND_SPANS } from './middleware-and-spans.ts';
import { PLATFORMS } from './platforms.ts';
import { STREAMS } from './streams.ts';

/** Everything an app may do with the SDK that must not change. */
export const BEHAVIOURS: readonly Behaviour[] = [...CALLS, ...STREAMS, ...MIDDLEWARE_AND_SPANS, ...PLATFORMS];
