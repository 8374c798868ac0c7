import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Returns each word that occurs in `bytes`: in plain text, as hex or base64 of its bytes, or escaped as in JSON. */
export function wordsIn(bytes: string, words: readonly string[]): string[] {
  return words.filter((word) => {
    const raw = Buffer.from(word);
    return [word, raw.toString('hex'), raw.toString('base64').replace(/=+$/, '')].some((form) => bytes.includes(form));
  });
}

/** Returns each word that occurs in a file in `folder` or below, with the file. */
export function wordsInFiles(folder: string, words: readonly string[], accept: (path: string) => boolean = () => true) {
  return filesBelow(folder)
    .filter(accept)
    .flatMap((path) => wordsIn(readFileSync(path, 'latin1'), words).map((word) => `${word} in ${path}`));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
