// Passes one client to `instrument` twice and another client once, then makes calls. INSTRUMENT is the module that
// exports `instrument`.
import OpenAI from 'openai';

const { instrument } = await import(process.env.INSTRUMENT);
const options = { apiKey: 'sk-proj-0123456789abcdef-wxyz', baseURL: `${process.env.PROVIDER_URL}/v1`, maxRetries: 0 };
const client = instrument(instrument(new OpenAI(options)));
instrument(new OpenAI(options));
for (let call = 0; call < 3; call++) {
  await client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Say hello' }] });
}
console.log('app done');
