import { gunzipSync } from 'node:zlib';

const BLOCK = 512;
/** The package has 2 MB. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The text of a file of an npm package.
 * @param tarball bytes of the `.tgz`
 * @param name path in the package
 * @throws an Error if the bytes are no such archive, or it has no such file.
 */
export function packageFile(tarball: Uint8Array, name: string): string {
  const archive = gunzipSync(tarball, { maxOutputLength: MAX_BYTES });
  for (let at = 0; at + BLOCK <= archive.length;) {
    const path = field(archive, at, 100);
    const size = Number.parseInt(field(archive, at + 124, 12).trim(), 8);
    if (path === '') {
      break;
    }
    if (!Number.isSafeInteger(size) || at + BLOCK + size > archive.length) {
      throw new Error('the archive is damaged');
    }
    if (path === `package/${name}`) {
      return archive.toString('utf8', at + BLOCK, at + BLOCK + size);
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new Error(`the archive has no package/${name}`);
}

/** A text that ends at the first NUL. */
function field(archive: Buffer, start: number, length: number): string {
  const text = archive.toString('utf8', start, start + length);
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}
