import OpenAI from 'openai';
import { completion } from './completion.cjs';

await new OpenAI(completion).chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] });
console.log('app done');
