/** Makes CALLS calls with the ESM build of the SDK and ends. */
import OpenAI from 'openai';

const client = new OpenAI({ apiKey: 'sk-proj-abcdefghijklmnopqrst', baseURL: `${process.env.PROVIDER_URL}/v1` });
for (let i = 0; i < Number(process.env.CALLS); i++) {
  await client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] });
}
console.log('app done');
