import { startCall } from '../../api/start-call.ts';
import type { SdkPatch } from '../sdk-patch.ts';
import { patchAnthropic } from './patch.ts';
import { classOf, exportedClass, type ClientClass } from './sdk.ts';

const MAJORS = [1];

/** The official `@anthropic-ai/sdk` package: messages, `beta.messages` too. */
export const anthropic: SdkPatch = {
  module: '@anthropic-ai/sdk',
  majors: MAJORS,
  patch: (exports) => patchClass(exportedClass(exports)),
  patchClassOf: (client) => patchClass(classOf(client, MAJORS)),
};

function patchClass(found: ClientClass | undefined): boolean {
  if (found !== undefined) patchAnthropic(found, startCall);
  return found !== undefined;
}
