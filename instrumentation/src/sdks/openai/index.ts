import { startCall } from '../../start-call.ts';
import type { SdkPatch } from '../sdk-patch.ts';
import { patchOpenAI } from './patch.ts';

/** The official `openai` package: chat completions, responses and embeddings. */
export const openai: SdkPatch = {
  module: 'openai',
  majors: [6, 7],
  patch: (exports) => patchOpenAI(exports, startCall),
};
