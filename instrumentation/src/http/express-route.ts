/**
 * The route template of a request in an Express app: the mount path of the routers, then the route's own path.
 * Undefined if no route matched, or if the route is a regular expression or a list.
 */
export function expressRoute(route: unknown, path: string, baseUrl: string): string | undefined {
  if (typeof route !== 'string') {
    return undefined;
  }
  const own = segmentsOf(route);
  // After `next(error)` Express resets `baseUrl` to the app's, so the mount path is taken from the request's path if
  // possible.
  const mount = hasFixedLength(route) ? segmentsOf(path).slice(0, -own.length || undefined) : segmentsOf(baseUrl);
  return `/${[...mount, ...own].join('/')}`;
}

/** Whether each segment of the template matches exactly one segment of the path: no wildcards, no optional parts. */
function hasFixedLength(route: string): boolean {
  return !/[*{}?()+]/.test(route);
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
