/** Makes three calls with the CommonJS build of the SDK; TokenTrail is disabled during the second. */
const { TokenTrailInstrumentation } = require('@tokentrail/instrumentation');

const instrumentation = new TokenTrailInstrumentation();
const OpenAI = require('openai');
const client = new OpenAI({ apiKey: 'sk-proj-abcdefghijklmnopqrst', baseURL: `${process.env.PROVIDER_URL}/v1` });
const call = (model) => client.chat.completions.create({ model, messages: [{ role: 'user', content: 'hello' }] });

async function main() {
  await call('enabled');
  instrumentation.disable();
  await call('disabled');
  instrumentation.enable();
  await call('enabled again');
}
void main();
