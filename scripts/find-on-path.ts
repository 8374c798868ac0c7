import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of the first executable with this name on the PATH; null if there is none. */
export function findOnPath(name: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue;
    }
  }
  return null;
}
