import { open } from 'node:fs/promises';

const MAX_BYTES = 2000;

/** Last 2,000 bytes of a log file; empty if it cannot be opened. */
export async function tailOf(logFile: string): Promise<string> {
  const file = await open(logFile, 'r').catch(() => null);
  if (file === null) {
    return '';
  }
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, Math.max(0, size - MAX_BYTES));
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
