import type { Behaviour } from '../behaviour.ts';
import { CALLS } from './calls.ts';
import { NESTED } from './nested.ts';
import { OBJECTS } from './objects.ts';
import { OTHER_OPERATIONS } from './other-operations.ts';
import { STREAM_ENDS } from './stream-ends.ts';
import { STREAMS } from './streams.ts';
import { TELEMETRY } from './telemetry.ts';
import { TOOLS } from './tools.ts';

export const BEHAVIOURS: readonly Behaviour[] = [
  ...CALLS,
  ...OBJECTS,
  ...TOOLS,
  ...STREAMS,
  ...STREAM_ENDS,
  ...OTHER_OPERATIONS,
  ...NESTED,
  ...TELEMETRY,
];
