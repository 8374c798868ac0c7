/** What an SDK's promise reads its body with, called as its method. */
export type Parser<Props> = (this: unknown, client: unknown, props: Props) => Promise<unknown>;

/**
 * Makes a parser into one that `observe` hears of: `read` is its work on the body of `props`. Nearly all promises of an SDK
 * have the same parser, and get the same one back: functions made for one promise each, and held by it, keep their whole
 * calls in memory until the engine next looks through all of it, and make each of its quick looks a slow one.
 */
export function parserWatcher<Props>(
  observe: (read: () => Promise<unknown>, props: Props) => Promise<unknown>,
): (parser: Parser<Props>) => Parser<Props> {
  const known = new WeakMap<Parser<Props>, Parser<Props>>();
  return (parser) => {
    let watched = known.get(parser);
    if (watched === undefined) {
      watched = function (client, props) {
        return observe(() => parser.call(this, client, props), props);
      };
      known.set(parser, watched);
    }
    return watched;
  };
}
