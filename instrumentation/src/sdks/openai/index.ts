import { currentRuntime } from '../../api/runtime.ts';
import { startCall } from '../../api/start-call.ts';
import type { SdkPatch } from '../sdk-patch.ts';
import { patchOpenAI, type Recording } from './patch.ts';
import { classOf, exportedClass, type ClientClass } from './sdk.ts';

const MAJORS = [6, 7];

const RECORDING: Recording = {
  startCall,
  injectsStreamUsage: () => currentRuntime()?.injectStreamUsage === true,
};

/** The official `openai` package: whatever of it asks a model; `request.ts` has the list. */
export const openai: SdkPatch = {
  module: 'openai',
  majors: MAJORS,
  patch: (exports) => patchClass(exportedClass(exports)),
  patchClassOf: (client) => patchClass(classOf(client, MAJORS)),
};

function patchClass(found: ClientClass | undefined): boolean {
  if (found !== undefined) patchOpenAI(found, RECORDING);
  return found !== undefined;
}
