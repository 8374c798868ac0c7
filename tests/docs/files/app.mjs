// The app of a reader, in pages that only start it.
import OpenAI from 'openai';

await new OpenAI().chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Say hello.' }] });
