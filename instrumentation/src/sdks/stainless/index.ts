import { startSdkCall } from '../start-sdk-call.ts';
import type { SdkPatch } from '../sdk-patch.ts';
import { classOfClient, classOfExports, type ClientClass } from './client-class.ts';
import type { StainlessSdk } from './descriptor.ts';
import { patchStainless } from './patch.ts';

/** The patch of the SDK that `sdk` describes. */
export function stainlessPatch(sdk: StainlessSdk): SdkPatch {
  const patchClass = (found: ClientClass | undefined): boolean => {
    if (found !== undefined) patchStainless(sdk, found, startSdkCall);
    return found !== undefined;
  };
  const { module, majors, esmBindings } = sdk;
  return {
    module,
    majors,
    ...(esmBindings === undefined ? {} : { esmBindings }),
    patch: (exports) => patchClass(classOfExports(sdk, exports)),
    patchClassOf: (client) => patchClass(classOfClient(sdk, client)),
  };
}
