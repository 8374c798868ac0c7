import { startSdkCall } from '../start-sdk-call.ts';
import type { SdkPatch } from '../sdk-patch.ts';
import { patchGoogleGenAI, patchModels } from './patch.ts';
import { modelsOf, modelsPrototype } from './sdk.ts';

const MAJORS = [3];

/** The official `@google/genai` package: content, embeddings and images of `models`, and chats, which use `models`. */
export const googleGenAI: SdkPatch = {
  module: '@google/genai',
  majors: MAJORS,
  esmEntry: 'dist/node/index.mjs',
  esmBindings: ['Models'],
  patch: (exports) => {
    const prototype = modelsPrototype(exports);
    if (prototype !== undefined) patchGoogleGenAI(prototype, startSdkCall);
  },
  patchClassOf: (client) => {
    const found = modelsOf(client, MAJORS);
    if (found === undefined) return false;
    patchGoogleGenAI(found.prototype, startSdkCall);
    patchModels(found.models, startSdkCall);
    return true;
  },
};
