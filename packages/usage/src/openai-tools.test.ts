import { meterOfTool, toolCallsOf } from './openai-tools.ts';

const call = (type: string, action?: string) => ({
  type,
  ...(action === undefined ? {} : { action: { type: action } }),
});

test('searches run by OpenAI are counted from the output, because the usage does not contain them', () => {
  const output = [
    { type: 'reasoning' },
    call('web_search_call', 'search'),
    call('web_search_call', 'open_page'),
    call('web_search_call', 'find_in_page'),
    call('web_search_call'),
    call('file_search_call'),
    call('function_call'),
    { type: 'message' },
  ];
  expect(toolCallsOf({ output })).toEqual({ web_search: 2, file_search: 1 });
});

test('calls without a price are counted under their own name, so that the cost is unknown instead of too low', () => {
  const output = [call('code_interpreter_call'), call('image_generation_call'), call('web_search_call')];
  expect(toolCallsOf({ output, tools: [{ type: 'web_search_preview_2025_03_11' }] })).toEqual({
    code_interpreter_call: 1,
    image_generation_call: 1,
    web_search_preview_call: 1,
  });
});

test('without tool calls there are no units', () => {
  expect(toolCallsOf({ output: [null, 1, call('function_call')] })).toBeUndefined();
  expect(toolCallsOf({ output: 'text' })).toBeUndefined();
});

test('a shell in a container is billed, one in the app’s own environment is not', () => {
  const shell = (type: string) => ({ type: 'shell_call', action: { commands: ['ls'] }, environment: { type } });
  expect(toolCallsOf({ output: [shell('container_reference'), shell('local')] })).toEqual({ shell_call: 1 });
});

test('tools that run elsewhere are not billed, and an unknown tool has no price', () => {
  expect(['mcp', 'apply_patch', 'computer'].map(meterOfTool)).toEqual([null, null, null]);
  expect(meterOfTool('teleport')).toBe('unknown_tool_call');
  const output = [call('mcp_call'), call('custom_tool_call'), call('computer_call', 'click'), call('teleport_call')];
  expect(toolCallsOf({ output })).toEqual({ unknown_tool_call: 1 });
});

test('the number of billed searches that a response states counts, if it is greater than that of the calls', () => {
  const stated = (num_requests: number) => ({
    output: [call('web_search_call')],
    tool_usage: { web_search: { num_requests } },
  });
  expect([0, 1, 3].map(stated).map(toolCallsOf)).toEqual([{ web_search: 1 }, { web_search: 1 }, { web_search: 3 }]);
  expect(toolCallsOf({ output: [], tool_usage: { web_search: { num_requests: 0 } } })).toBeUndefined();
});
