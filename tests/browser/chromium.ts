import { existsSync } from 'node:fs';

/** Path of the system's Chromium: `TOKENTRAIL_CHROMIUM`, else Debian's path. */
export function chromiumPath(): string {
  const path = process.env['TOKENTRAIL_CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(path)) {
    throw new Error(
      `no Chromium at ${path}: install the package "chromium", or set TOKENTRAIL_CHROMIUM to a Chromium's path`,
    );
  }
  return path;
}
