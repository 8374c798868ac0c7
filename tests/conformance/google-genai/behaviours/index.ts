import type { Behaviour } from '../behaviour.ts';
import { CALLS } from './calls.ts';
import { OTHER_APIS } from './other-apis.ts';
import { SEVERAL_REQUESTS } from './several-requests.ts';
import { STREAMS } from './streams.ts';

/** Everything an app may do with the SDK that must not change. */
export const BEHAVIOURS: readonly Behaviour[] = [...CALLS, ...STREAMS, ...SEVERAL_REQUESTS, ...OTHER_APIS];
