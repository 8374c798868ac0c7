// The entry of an app that is bundled, the SDK and TokenTrail within it: no hook finds the SDK there.
import { instrument } from '@tokentrail/instrumentation';
import { sdk } from './load-google-genai.mjs';

if (process.env.OBSERVED === 'true') instrument(new sdk.GoogleGenAI({ apiKey: 'none' }));

export { sdk };
