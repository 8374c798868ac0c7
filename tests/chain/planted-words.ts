import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Each word that stands in `bytes`: in clear, as its bytes in hex or base64, or escaped as in JSON. */
export function wordsIn(bytes: string, words: readonly string[]): string[] {
  return words.filter((word) => {
    const raw = Buffer.from(word);
    return [word, raw.toString('hex'), raw.toString('base64').replace(/=+$/, '')].some((form) => bytes.includes(form));
  });
}

/** Each word that stands in a file of `folder` or below, with the file. */
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
