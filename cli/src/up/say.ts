/** One line of progress for who waits. */
export function say(line: string): void {
  console.log(`tokentrail: ${line}`);
}
