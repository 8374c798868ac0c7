import { t } from '@grafana/i18n';
import type { AttributeKey } from '@tokentrail/records';
import type { ContentSizes, RecordContent } from '@tokentrail/usage-store';
import type { Turn, TurnPart } from '../content/conversation/turn.ts';
import { conversationSteps } from '../content/conversation/turns.ts';
import { runSteps } from '../content/text/steps.ts';

/** The content that has the prompt of a request: its messages, otherwise the body that the client sent. */
export function promptKeys(sizes: ContentSizes): readonly AttributeKey[] {
  const messages = (['systemInstructions', 'inputMessages'] as const).filter((key) => (sizes[key] ?? 0) > 0);
  const body = (['clientRequestBody', 'providerRequestBody'] as const).find((key) => (sizes[key] ?? 0) > 0);
  return messages.length > 0 || body === undefined ? messages : [body];
}

/**
 * The lines of a prompt: each message with its role above it. A text that has no messages is compared as it is. The text is read
 * in steps, so that the page does not freeze. Rejects when `signal` is aborted.
 */
export async function promptLines(content: RecordContent, signal: AbortSignal): Promise<string[]> {
  const body = content.clientRequestBody ?? content.providerRequestBody;
  const step = conversationSteps({
    system: content.systemInstructions,
    input: content.inputMessages,
    requestBody: body,
  });
  const turns = (await runSteps(step, signal)).map((read) => read()).filter(({ parts }) => parts.length > 0);
  return turns.length > 0 ? turns.flatMap(linesOfTurn) : (body ?? '').split('\n');
}

function linesOfTurn({ role, parts }: Turn): string[] {
  return [`[${role}]`, ...parts.flatMap((part) => linesOfPart(part))];
}

function linesOfPart(part: TurnPart): string[] {
  switch (part.kind) {
    case 'text':
      return part.text.split('\n');
    case 'thinking':
      return [`[${t('request.compare.thinking', 'thinking')}]`, ...part.text.split('\n')];
    case 'call':
      return [`[${t('request.compare.tool-call', 'tool call')}: ${part.name}]`, ...part.input.split('\n')];
    case 'result':
      return [`[${t('request.compare.tool-result', 'tool result')}]`, ...part.content.split('\n')];
    case 'media':
      return [`[${part.description}]`];
    case 'other':
      return part.json.split('\n');
  }
}
