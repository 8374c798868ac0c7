// Entry of a bundled app that contains openai and TokenTrail, so that no module hook can find the SDK.
import { instrument } from '@tokentrail/instrumentation';
import { sdk } from './load-openai.mjs';

if (process.env.OBSERVED === 'true') instrument(new sdk.OpenAI({ apiKey: 'none' }));

export { sdk };
