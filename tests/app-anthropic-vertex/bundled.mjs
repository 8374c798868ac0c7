// Entry of a bundled app that contains the SDK and TokenTrail, so that no module hook can find the SDK.
import { instrument } from '@tokentrail/instrumentation';
import { sdk } from './load-sdk.mjs';

if (process.env.OBSERVED === 'true') instrument(new sdk.Client(sdk.options));

export { sdk };
