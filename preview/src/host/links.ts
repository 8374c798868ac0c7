import { locationUtil } from '@grafana/data';
import { locationService } from '@grafana/runtime';

/**
 * Turns a plain click on a link without a `target` into a change of the page's location, as Grafana does. This includes
 * download links, so a download link needs `target="_self"`.
 */
export function interceptLinks(root: Document): void {
  root.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const href = link?.getAttribute('href') ?? '';
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0 || event.defaultPrevented) {
      return;
    }
    if (href === '' || link?.hasAttribute('target') === true || leadsElsewhere(href)) {
      return;
    }
    event.preventDefault();
    locationService.push(appLocation(href));
  });
}

function leadsElsewhere(href: string): boolean {
  return new URL(href, document.baseURI).origin !== window.location.origin;
}

/** Path for the router, without origin and sub path. A fragment alone stays on the page. */
function appLocation(href: string): string {
  if (href.startsWith('#')) {
    const { pathname, search } = locationService.getLocation();
    return pathname + search + href;
  }
  const path = locationUtil.stripBaseFromUrl(href);
  return path.startsWith('/') ? path : `/${path}`;
}
