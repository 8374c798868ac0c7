/** Makes CALLS calls with the CommonJS build of the SDK and ends; if STAY is set, it waits for a signal. */
const OpenAI = require('openai');

async function main() {
  const client = new OpenAI({ apiKey: 'sk-proj-abcdefghijklmnopqrst', baseURL: `${process.env.PROVIDER_URL}/v1` });
  for (let i = 0; i < Number(process.env.CALLS); i++) {
    await client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] });
  }
  console.log('app done');
  if (process.env.HANDLER) process.on('SIGTERM', () => console.log('handled'));
  if (process.env.STAY) setInterval(() => undefined, 1000);
}
void main();
