const OpenAI = require('openai');
const { completion } = require('./completion.cjs');

new OpenAI(completion).chat.completions
  .create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] })
  .then(() => console.log('app done'));
