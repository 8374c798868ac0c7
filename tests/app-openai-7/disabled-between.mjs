/** Makes three calls with the ESM build of the SDK; TokenTrail is disabled during the second. */
import { TokenTrailInstrumentation } from '@tokentrail/instrumentation';

const instrumentation = new TokenTrailInstrumentation();
const { default: OpenAI } = await import('openai');
const client = new OpenAI({ apiKey: 'sk-proj-abcdefghijklmnopqrst', baseURL: `${process.env.PROVIDER_URL}/v1` });
const call = (model) => client.chat.completions.create({ model, messages: [{ role: 'user', content: 'hello' }] });

await call('enabled');
instrumentation.disable();
await call('disabled');
instrumentation.enable();
await call('enabled again');
