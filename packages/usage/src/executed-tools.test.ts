import { ExecutedTools } from './executed-tools.ts';

const running = { choices: [{ index: 0, delta: { executed_tools: [{ index: 0, type: 'search' }] } }] };

test('a tool counts once, although a stream reports it when it starts and when it ends', () => {
  const tools = new ExecutedTools();
  expect(tools.units).toBeUndefined();
  tools.read(running);
  tools.read(running);
  tools.read({ choices: [{ index: 0, delta: { executed_tools: [{ index: 1, type: 'visit' }] } }] });
  expect(tools.units).toEqual({ web_search: 1, unknown_tool_call: 1 });
});

test('a message lists its tools, also without numbering them', () => {
  const tools = new ExecutedTools();
  tools.read({ choices: [{ message: { executed_tools: [{ type: 'search' }, { type: 'search' }, null] } }] });
  expect(tools.units).toEqual({ web_search: 2, unknown_tool_call: 1 });
  const none = new ExecutedTools();
  none.read({ choices: [{ message: { content: 'x' } }, null] });
  expect(none.units).toBeUndefined();
});
