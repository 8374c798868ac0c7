/** One message of a conversation, as it was recorded in any format. */
export interface Turn {
  /** `system`, `user`, `assistant`, `tool`, or another word of the format. */
  role: string;
  parts: readonly TurnPart[];
}

export type TurnPart =
  | { kind: 'text'; text: string }
  /** What the model thought before it responded. */
  | { kind: 'thinking'; text: string }
  | { kind: 'call'; id: string | null; name: string; input: string }
  /** The result of the call with the same id. */
  | { kind: 'result'; id: string | null; content: string; isError: boolean }
  /** An image, audio or file. It is never loaded. `description`: its type and size, if they were recorded. */
  | { kind: 'media'; description: string }
  /** A part of another kind, as it was recorded. */
  | { kind: 'other'; type: string; json: string };

/** Without what says nothing. */
export function turnOf(role: string, parts: readonly TurnPart[]): Turn {
  return { role, parts: parts.filter((part) => !('text' in part) || part.text !== '') };
}
