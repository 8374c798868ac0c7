import { startCall } from '../../start-call.ts';
import type { SdkPatch } from '../sdk-patch.ts';
import { patchAnthropic } from './patch.ts';

/** The official `@anthropic-ai/sdk` package: messages, `beta.messages` too. */
export const anthropic: SdkPatch = {
  module: '@anthropic-ai/sdk',
  majors: [1],
  patch: (exports) => patchAnthropic(exports, startCall),
};
