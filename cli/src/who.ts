import { userInfo } from 'node:os';
import { UserError } from './fail.ts';

/** The user of the system; undefined if it has no name. */
export function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

/**
 * Checks a text that the ledger keeps.
 * @param purpose What the text is for, as the start of a sentence.
 * @throws UserError unless it is one line of at most 256 characters.
 */
export function requiredLine(option: string, text: string | undefined, purpose: string): string {
  if (text === undefined || text.trim() === '' || text.length > 256 || /\p{Cc}/u.test(text)) {
    throw new UserError(`${purpose}: give ${option}, one line of at most 256 characters`);
  }
  return text.trim();
}
