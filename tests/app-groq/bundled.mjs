// The entry of an app that bundles groq-sdk and TokenTrail, so that no hook finds the SDK.
import { instrument } from '@tokentrail/instrumentation';
import { sdk } from './load-sdk.mjs';

if (process.env.OBSERVED === 'true') instrument(new sdk.Client({ apiKey: 'none' }));

export { sdk };
