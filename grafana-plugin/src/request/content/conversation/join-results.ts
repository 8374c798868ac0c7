import type { Turn, TurnPart } from './turn.ts';

type Call = Extract<TurnPart, { kind: 'call' }>;
type Result = Extract<TurnPart, { kind: 'result' }>;

/** A part; a call has its result, null if there is none. */
export type JoinedPart = Exclude<TurnPart, Call> | (Call & { result: Result | null });

export interface JoinedTurn {
  role: string;
  parts: readonly JoinedPart[];
}

/**
 * Moves the result of each tool call to the call with its id. Calls with the same id get the results in their order. A message without
 * other parts is then left out.
 */
export function joinResults(turns: readonly Turn[]): JoinedTurn[] {
  const waiting = new Map<string, (Call & { result: Result | null })[]>();
  return turns
    .map(({ role, parts }) => ({ role, parts: parts.flatMap((part) => joined(part, waiting)) }))
    .filter(({ parts }) => parts.length > 0);
}

function joined(part: TurnPart, waiting: Map<string, (Call & { result: Result | null })[]>): JoinedPart[] {
  if (part.kind === 'call') {
    const call = { ...part, result: null };
    if (part.id !== null) {
      waiting.set(part.id, [...(waiting.get(part.id) ?? []), call]);
    }
    return [call];
  }
  const call = part.kind === 'result' && part.id !== null ? waiting.get(part.id)?.shift() : undefined;
  if (part.kind !== 'result' || call === undefined) {
    return [part];
  }
  call.result = part;
  return [];
}
