// Options of a client whose provider, at its public address, is replayed by a function.
const body = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'hi' } }],
  usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
};
exports.completion = { apiKey: 'sk-proj-abcdefghijklmnopqrst', fetch: async () => Response.json(body) };
