import type { Body } from '../case.ts';

/** A message of Anthropic's API. */
export interface Message extends Body {
  content: readonly Body[];
  stop_reason: string | null;
  usage: Body;
}

/**
 * The events of the stream of `message`. `message_start` reports the input and the first output token, `message_delta`
 * the totals without the parts of `cache_creation`. `delta` replaces fields of its usage.
 */
export function eventsOf(message: Message, delta: Body = {}): Body[] {
  const { content, stop_reason: reason, usage, ...head } = message;
  const { cache_creation: writes, service_tier: tier, inference_geo: geo, speed, ...totals } = usage;
  const start = {
    input_tokens: usage.input_tokens,
    cache_creation_input_tokens: usage.cache_creation_input_tokens,
    cache_read_input_tokens: usage.cache_read_input_tokens,
    cache_creation: writes,
    output_tokens: 1,
    service_tier: tier,
    inference_geo: geo,
    speed,
  };
  return [
    { type: 'message_start', message: { ...head, content: [], stop_reason: null, stop_sequence: null, usage: start } },
    ...content.flatMap(eventsOfBlock),
    { type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage: { ...totals, ...delta } },
    { type: 'message_stop' },
  ];
}

function eventsOfBlock(block: Body, index: number): Body[] {
  const [begun, ...deltas] = partsOf(block);
  return [
    { type: 'content_block_start', index, content_block: begun },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

/** The block as it begins, and its deltas. Results of server tools arrive whole. */
function partsOf(block: Body): [Body, ...Body[]] {
  switch (block.type) {
    case 'text':
      return [
        { ...block, text: '' },
        { type: 'text_delta', text: block.text },
      ];
    case 'thinking':
      return [
        { ...block, thinking: '', signature: '' },
        { type: 'thinking_delta', thinking: block.thinking },
        { type: 'signature_delta', signature: block.signature },
      ];
    case 'tool_use':
    case 'server_tool_use':
      return [
        { ...block, input: {} },
        { type: 'input_json_delta', partial_json: JSON.stringify(block.input) },
      ];
    case 'compaction':
      return [
        { ...block, content: null },
        { type: 'compaction_delta', content: block.content },
      ];
    default:
      return [block];
  }
}
