/**
 * Memory for large frames, used again once the collector has what stands there. What is allocated outside of the heap for each
 * record of a long prompt costs more than to encode it, and makes the engine collect all garbage every few hundred records.
 */

/** Of one piece, bytes. */
const PIECE_BYTES = 1024 * 1024;
/** So many pieces wait for more frames; others are left to the garbage collector. */
const MOST_WAITING = 4;

const waiting: Piece[] = [];
/** Where a frame was cut from, until it is given back: once. One that never is keeps its piece out of use, and no longer than itself. */
const pieceOfFrame = new WeakMap<Uint8Array, Piece>();

/** Frames are cut from it from its end on. */
export class Piece {
  readonly buffer: Buffer;
  #open = 0;
  #isFull = false;

  private constructor(bytes: number) {
    this.buffer = Buffer.allocUnsafeSlow(bytes);
  }

  /** One that has room for `bytes` and as much again. */
  static withRoomFor(bytes: number): Piece {
    if (bytes > PIECE_BYTES / 2) return new Piece(2 * bytes);
    const piece = waiting.pop() ?? new Piece(PIECE_BYTES);
    piece.#isFull = false;
    return piece;
  }

  cut(start: number, end: number): Uint8Array {
    const frame = this.buffer.subarray(start, end);
    pieceOfFrame.set(frame, this);
    this.#open++;
    return frame;
  }

  /** Nothing more is cut from it. */
  leave(): void {
    this.#isFull = true;
    this.#waitIfFree();
  }

  giveBack(): void {
    this.#open--;
    this.#waitIfFree();
  }

  #waitIfFree(): void {
    const isFree = this.#isFull && this.#open === 0;
    if (isFree && this.buffer.length === PIECE_BYTES && waiting.length < MOST_WAITING) waiting.push(this);
  }
}

/** `frame` is read by nobody any more: what is encoded next may be written over it. Of frames from elsewhere nothing becomes. */
export function giveBack(frame: Uint8Array): void {
  const piece = pieceOfFrame.get(frame);
  if (piece === undefined) return;
  pieceOfFrame.delete(frame);
  piece.giveBack();
}
