/** Bytes described by a short JSON recipe, so that a bomb of megabytes is one line in a report and in the corpus. */
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';

export type Packing = 'none' | 'gzip' | 'deflate' | 'br' | 'zstd';

export interface Bytes {
  /** Latin-1 texts, each repeated. */
  parts: { text: string; times: number }[];
  packing: Packing;
  /** Bytes to replace after compression: position as a share of the length from 0 to 1, and value. */
  flips: [share: number, value: number][];
  /** Share of the bytes to keep, from the start. */
  kept: number;
}

const PACK: Readonly<Record<Packing, (bytes: Buffer) => Buffer>> = {
  none: (bytes) => bytes,
  gzip: (bytes) => gzipSync(bytes, { level: 1 }),
  deflate: (bytes) => deflateSync(bytes, { level: 1 }),
  br: (bytes) => brotliCompressSync(bytes.subarray(0, 1_000_000)),
  zstd: (bytes) => zstdCompressSync(bytes),
};

export function plainBytes(text: string): Bytes {
  return { parts: [{ text, times: 1 }], packing: 'none', flips: [], kept: 1 };
}

export function buildBytes({ parts, packing, flips, kept }: Bytes): Buffer {
  const plain = Buffer.concat(parts.map(({ text, times }) => Buffer.from(text.repeat(times), 'latin1')));
  return mutate(PACK[packing](plain), flips, kept);
}

export function mutate(bytes: Buffer, flips: Bytes['flips'], kept: number): Buffer {
  const changed = Buffer.from(bytes);
  for (const [share, value] of flips) {
    if (changed.length > 0) changed[Math.floor(share * (changed.length - 1))] = value;
  }
  return changed.subarray(0, Math.ceil(changed.length * kept));
}

export const packing: fc.Arbitrary<Packing> = fc.constantFrom('none', 'gzip', 'deflate', 'br', 'zstd');

/** Mostly none: an input that is broken everywhere is refused by the first check. */
export const flips: fc.Arbitrary<Bytes['flips']> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Bytes['flips']>([]) },
  {
    weight: 1,
    arbitrary: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), {
      maxLength: 4,
    }),
  },
);

export const kept: fc.Arbitrary<number> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
);

/** Bytes made of `texts` and noise; occasionally one part is repeated up to `maxBytes`. */
export function bytes(texts: fc.Arbitrary<string>, maxBytes: number): fc.Arbitrary<Bytes> {
  const noise = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });
  const text = fc.oneof({ weight: 3, arbitrary: texts }, { weight: 1, arbitrary: noise });
  const times = fc.oneof(
    { weight: 12, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.integer({ min: 2, max: maxBytes }) },
  );
  const part = fc
    .record({ text, times })
    .map((made) => ({ ...made, times: Math.min(made.times, Math.ceil(maxBytes / Math.max(1, made.text.length))) }));
  return fc.record({ parts: fc.array(part, { maxLength: 4 }), packing, flips, kept });
}
