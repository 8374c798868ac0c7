import OpenAI from 'openai';
import { flush, instrument } from '@tokentrail/instrumentation';
import { completion } from './completion.cjs';

const client = instrument(new OpenAI(completion));
await client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] });
await flush();
console.log('app done');
