/** A text of the ledger for a terminal: another program may have written it, and no control character reaches the terminal. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}|\p{Cf}/gu, '\ufffd');
}
