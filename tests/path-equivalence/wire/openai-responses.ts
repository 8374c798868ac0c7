import type { Body } from '../case.ts';

/** A response of OpenAI's Responses API. */
export interface ResponseBody extends Body {
  status: string;
  output: readonly Item[];
}

export interface Item extends Body {
  id: string;
  type: string;
  content?: readonly Body[];
  /** Base64 of an image that was generated. */
  result?: string;
}

/** The events between the start and the end of an item, by its type. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  web_search_call: ['in_progress', 'searching', 'completed'],
  file_search_call: ['in_progress', 'searching', 'completed'],
  code_interpreter_call: ['in_progress', 'interpreting', 'completed'],
  mcp_call: ['in_progress', 'completed'],
  mcp_list_tools: ['in_progress', 'completed'],
  image_generation_call: ['in_progress', 'generating'],
};

/** The events of the stream of `response`: its start, each item with its steps, and its end with the whole response. */
export function eventsOf(response: ResponseBody): Body[] {
  const begun = { ...response, status: 'in_progress', output: [], usage: null, incomplete_details: null, error: null };
  const events = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...response.output.flatMap(eventsOfItem),
    { type: `response.${response.status}`, response },
  ];
  return events.map((event, index) => ({ ...event, sequence_number: index }));
}

function eventsOfItem(item: Item, index: number): Body[] {
  const of = { item_id: item.id, output_index: index };
  const { action: _action, ...unstarted } = item;
  const added = { ...unstarted, status: 'in_progress', ...(item.content === undefined ? {} : { content: [] }) };
  const steps = (STEPS[item.type] ?? []).map((step) => ({ type: `response.${item.type}.${step}`, ...of }));
  return [
    { type: 'response.output_item.added', output_index: index, item: withoutResult(added) },
    ...steps,
    ...(item.type === 'image_generation_call' ? partialImages(of) : []),
    ...(item.content ?? []).flatMap((part, content) => eventsOfPart(part, { ...of, content_index: content })),
    ...(item.type === 'function_call' ? argumentsOf(item, of) : []),
    ...(item.type === 'mcp_call' ? [{ type: 'response.mcp_call_arguments.done', ...of, arguments: '{}' }] : []),
    { type: 'response.output_item.done', output_index: index, item },
  ];
}

function withoutResult(item: Item): Body {
  return 'result' in item ? { ...item, result: null } : item;
}

/** Two previews of the same image. */
function partialImages(of: Body): Body[] {
  return [0, 1].map((index) => ({
    type: 'response.image_generation_call.partial_image',
    ...of,
    partial_image_index: index,
    partial_image_b64: 'aGVsbG8=',
    output_format: 'png',
    size: '1024x1024',
    quality: 'high',
    background: 'opaque',
  }));
}

function argumentsOf({ arguments: written }: Item, of: Body): Body[] {
  return [
    { type: 'response.function_call_arguments.delta', ...of, delta: written },
    { type: 'response.function_call_arguments.done', ...of, arguments: written },
  ];
}

function eventsOfPart(part: Body, of: Body): Body[] {
  const kind = part.type === 'refusal' ? 'refusal' : 'output_text';
  const text = String(part.text ?? part.refusal);
  const field = kind === 'refusal' ? 'refusal' : 'text';
  return [
    { type: 'response.content_part.added', ...of, part: { ...part, [field]: '' } },
    { type: `response.${kind}.delta`, ...of, delta: text, logprobs: [] },
    { type: `response.${kind}.done`, ...of, [field]: text, logprobs: [] },
    { type: 'response.content_part.done', ...of, part },
  ];
}
