import type { Behaviour } from '../behaviour.ts';
import { CALLS } from './calls.ts';
import { EMBEDDINGS_AND_CLIENTS } from './embeddings-and-clients.ts';
import { HELPERS } from './helpers.ts';
import { ODD_INPUT_AND_ANSWERS } from './odd-input-and-answers.ts';
import { PROMISES } from './promises.ts';
import { RESPONSES } from './responses.ts';
import { STREAM_READERS } from './stream-readers.ts';
import { STREAMS } from './streams.ts';

/** All that an app may do with the SDK and that must not change. */
export const BEHAVIOURS: readonly Behaviour[] = [
  ...CALLS,
  ...STREAMS,
  ...STREAM_READERS,
  ...PROMISES,
  ...HELPERS,
  ...RESPONSES,
  ...EMBEDDINGS_AND_CLIENTS,
  ...ODD_INPUT_AND_ANSWERS,
];
