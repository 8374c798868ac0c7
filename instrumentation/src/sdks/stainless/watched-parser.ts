/** The method with which an SDK's promise reads its body. Older SDKs pass no client. */
export type Parser<Props> = (
  this: unknown,
  ...args: [client: unknown, props: Props] | [props: Props]
) => Promise<unknown>;

/**
 * Returns a function that wraps a parser so that `observe` is called in its place; `read` runs the parser on the body of
 * `props`. The same parser always gets the same wrapper, because nearly all promises of an SDK share one parser. A wrapper
 * per promise would keep each whole call in memory until a full garbage collection, and slow down the short ones.
 */
export function parserWatcher<Props>(
  observe: (read: () => Promise<unknown>, props: Props) => Promise<unknown>,
): (parser: Parser<Props>) => Parser<Props> {
  const wrappers = new WeakMap<Parser<Props>, Parser<Props>>();
  return (parser) => {
    let wrapper = wrappers.get(parser);
    if (wrapper === undefined) {
      wrapper = function (...args) {
        return observe(() => parser.apply(this, args), args.at(-1) as Props);
      };
      wrappers.set(parser, wrapper);
    }
    return wrapper;
  };
}
