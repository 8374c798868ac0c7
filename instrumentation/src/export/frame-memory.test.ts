import { giveBack } from './frame-memory.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

const KIB = 1024;
const writer = new ProtobufWriter();

interface Written {
  frame: Uint8Array;
  copy: Buffer;
}

function write(bytes: number, letter: string): Written {
  writer.string(letter.repeat(bytes));
  const frame = writer.take();
  return { frame, copy: Buffer.from(frame) };
}

const isWhole = ({ frame, copy }: Written) => copy.equals(frame);
const memoryOf = (written: readonly Written[]) => new Set(written.map(({ frame }) => frame.buffer));

test('nothing is written over a frame that was not given back, in whatever order others are', () => {
  let kept: Written[] = [];
  for (let i = 0; i < 400; i++) {
    kept.push(write([20, 50, 200, 5, 700, 1500][i % 6]! * KIB, String.fromCharCode(97 + (i % 26))));
    const back = kept.filter((_, place) => (place * 7 + i) % 5 === 0);
    expect(kept.every(isWhole)).toBe(true);
    for (const { frame } of back) giveBack(frame);
    kept = kept.filter((one) => !back.includes(one)).slice(-40);
  }
});

test('memory that was given back is used again', () => {
  const round = () => Array.from({ length: 60 }, (_, i) => write(50 * KIB, `${i % 10}`));
  const first = round();
  const memory = memoryOf(first);
  for (const { frame } of first) giveBack(frame);
  const second = round();
  expect([...memoryOf(second)].filter((piece) => memory.has(piece))).not.toEqual([]);
  expect(second.every(isWhole)).toBe(true);
});

test('a frame that is given back twice, or is from elsewhere, frees nothing of another', () => {
  const twice = write(50 * KIB, 'a');
  const others = Array.from({ length: 60 }, () => write(50 * KIB, 'b'));
  for (let i = 0; i < 100; i++) giveBack(twice.frame);
  giveBack(Buffer.alloc(10));
  giveBack(others[0]!.frame.subarray(1));
  for (let i = 0; i < 100; i++) write(50 * KIB, 'c');
  expect(others.every(isWhole)).toBe(true);
});
