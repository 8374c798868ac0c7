// eslint-disable-next-line no-restricted-imports
import { LinkButton } from '@grafana/ui';
import React, { type ComponentPropsWithoutRef, useLayoutEffect, useRef } from 'react';

/**
 * A link that looks like a button, to exactly this address. Grafana's own, from 13.2 on, decodes the escapes of an address: a value
 * with `&`, `+` or `#` would then end early.
 */
export function ButtonLink(props: ComponentPropsWithoutRef<typeof LinkButton>) {
  const link = useRef<HTMLAnchorElement>(null);
  const { href } = props;
  // React writes the attribute only when the decoded address changes, so this runs after every render.
  useLayoutEffect(() => {
    if (href !== undefined) {
      link.current?.setAttribute('href', href);
    }
  });
  return <LinkButton {...props} ref={link} />;
}
