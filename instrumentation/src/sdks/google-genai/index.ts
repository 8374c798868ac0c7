import { startCall } from '../../start-call.ts';
import type { SdkPatch } from '../sdk-patch.ts';
import { patchGoogleGenAI } from './patch.ts';

/** The official `@google/genai` package: content, embeddings and images of `models`, and with it chats. */
export const googleGenAI: SdkPatch = {
  module: '@google/genai',
  majors: [3],
  esmEntry: 'dist/node/index.mjs',
  esmBindings: ['Models'],
  patch: (exports) => patchGoogleGenAI(exports, startCall),
};
