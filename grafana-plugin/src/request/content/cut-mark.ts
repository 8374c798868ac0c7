/** What a sender wrote at the end of a text that it cut: see docs/capture.md. */
const IN_JSON = /"\[cut\]"\s*:\s*\{\s*"originalBytes(AtLeast)?"\s*:\s*(\d+)\s*\}\s*\}?\s*[}\]]\s*$/;
const IN_TEXT = /\[cut: \d+ of (\d+) bytes\]\s*$/;
/** Characters at the end that can have the mark. */
const MARK_LENGTH = 200;

export interface CutMark {
  /** Size of the complete text. */
  originalBytes: number;
  /** Whether it had more than these. */
  isMinimum: boolean;
}

/** How long a text was before its sender cut it. Null if it was not cut. */
export function cutMarkOf(text: string): CutMark | null {
  const end = text.slice(-MARK_LENGTH);
  const inJson = IN_JSON.exec(end);
  const bytes = inJson?.[2] ?? IN_TEXT.exec(end)?.[1];
  return bytes === undefined ? null : { originalBytes: Number(bytes), isMinimum: inJson?.[1] !== undefined };
}
