import { open } from 'node:fs/promises';

const BYTES = 2000;

/** The end of a log; empty if there is none. */
export async function tailOf(logFile: string): Promise<string> {
  const file = await open(logFile, 'r').catch(() => null);
  if (file === null) {
    return '';
  }
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BYTES), 0, BYTES, Math.max(0, size - BYTES));
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
