import { isTruncation } from './truncation.ts';

test.each(['length', 'max_tokens', 'MAX_TOKENS', 'max_output_tokens', 'model_context_window_exceeded'])(
  '"%s" means that a limit cut the output',
  (reason) => expect(isTruncation(reason)).toBe(true),
);

test.each(['stop', 'end_turn', 'STOP', 'tool_calls', 'content_filter', '', 7, null])('%p does not', (reason) => {
  expect(isTruncation(reason)).toBe(false);
});
