/** Text of a store for a terminal: the ledger may have any text, and no control character reaches the terminal. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}|\p{Cf}/gu, '\ufffd');
}
