// The same as CommonJS.
const OpenAI = require('openai');

const messages = [{ role: 'user', content: 'Say hello.' }];
new OpenAI().chat.completions.create({ model: 'gpt-4o', messages }).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
