// The entry of an app that is bundled, openai and TokenTrail within it: no hook finds the SDK there.
import { instrument } from '@tokentrail/instrumentation';
import { sdk } from './load-openai.mjs';

if (process.env.OBSERVED === 'true') instrument(new sdk.OpenAI({ apiKey: 'none' }));

export { sdk };
