import { StreamedToolCalls } from './tool-calls.ts';

const TOOLS = [
  { type: 'function', name: 'time' },
  { type: 'provider', id: 'openai.web_search', name: 'lookUp' },
  { type: 'provider', id: 'openai.image_generation', name: 'draw' },
];

function unitsOf(...parts: object[]): unknown {
  const calls = new StreamedToolCalls(TOOLS);
  for (const part of parts) calls.read({ type: 'tool-result', ...part });
  return calls.units;
}

test('a tool is counted under OpenAI’s name, however the app named it', () => {
  expect(unitsOf({ toolName: 'lookUp', toolCallId: '1', result: { action: { type: 'search' } } })).toEqual({
    web_search: 1,
  });
  expect(unitsOf({ toolName: 'code_interpreter', toolCallId: '1', result: { outputs: [] } })).toEqual({
    code_interpreter_call: 1,
  });
});

test('an image with preliminary versions is one call', () => {
  const version = { toolName: 'draw', toolCallId: '1', result: {}, preliminary: true };
  expect(unitsOf(version, version, { toolName: 'draw', toolCallId: '1', result: {} })).toEqual({
    image_generation_call: 1,
  });
});

test('calls of an MCP server and opened pages are not billed', () => {
  const opened = { toolName: 'lookUp', toolCallId: '2', result: { action: { type: 'openPage' } } };
  expect(unitsOf({ toolName: 'mcp.search', toolCallId: '1', result: { type: 'call' } }, opened)).toBeUndefined();
});

test('an unknown tool has a meter without a price', () => {
  expect(unitsOf({ toolName: 'teleport', toolCallId: '1', result: {} })).toEqual({ unknown_tool_call: 1 });
});
