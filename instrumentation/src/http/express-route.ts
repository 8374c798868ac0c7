/**
 * Route template of a request that an Express app answers: the route's path behind the path of the routers it is mounted in.
 * Undefined where no route took it, or one that is a regular expression or a list.
 */
export function expressRoute(route: unknown, path: string, baseUrl: string): string | undefined {
  if (typeof route !== 'string') {
    return undefined;
  }
  const own = segmentsOf(route);
  // `baseUrl` is that of the app again once an error was passed on, and the path still tells what came before the route.
  const before = hasOneLength(route) ? segmentsOf(path).slice(0, -own.length || undefined) : segmentsOf(baseUrl);
  return `/${[...before, ...own].join('/')}`;
}

/** Whether each segment of the template stands for one of the path: neither wildcards nor optional parts. */
function hasOneLength(route: string): boolean {
  return !/[*{}?()+]/.test(route);
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
