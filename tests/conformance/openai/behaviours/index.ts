import type { Behaviour } from '../behaviour.ts';
import { AUDIO } from './audio.ts';
import { BACKGROUND_RESPONSES } from './background.ts';
import { CALLS } from './calls.ts';
import { EMBEDDINGS_AND_CLIENTS } from './embeddings-and-clients.ts';
import { HELPERS } from './helpers.ts';
import { IMAGES } from './images.ts';
import { INJECTED_USAGE } from './injected-usage.ts';
import { ODD_INPUT_AND_RESPONSES } from './odd-input-and-responses.ts';
import { OTHER_TEXTS } from './other-texts.ts';
import { PROMISES } from './promises.ts';
import { RESPONSES } from './responses.ts';
import { STREAM_READERS } from './stream-readers.ts';
import { STREAMS } from './streams.ts';

/** Everything an app may do with the SDK that must not change. */
export const BEHAVIOURS: readonly Behaviour[] = [
  ...CALLS,
  ...STREAMS,
  ...STREAM_READERS,
  ...PROMISES,
  ...HELPERS,
  ...RESPONSES,
  ...OTHER_TEXTS,
  ...BACKGROUND_RESPONSES,
  ...IMAGES,
  ...AUDIO,
  ...EMBEDDINGS_AND_CLIENTS,
  ...INJECTED_USAGE,
  ...ODD_INPUT_AND_RESPONSES,
];
