// Entry of a bundled app that contains the SDK and TokenTrail, so that no module hook can find the SDK.
import { instrument } from '@tokentrail/instrumentation';
import { sdk } from './load-anthropic.mjs';

if (process.env.OBSERVED === 'true') instrument(new sdk.Anthropic({ apiKey: 'none' }));

export { sdk };
