import { Menu } from '@grafana/ui';
import React, { type ComponentProps } from 'react';

interface Props extends Omit<ComponentProps<typeof Menu.Item>, 'url' | 'role'> {
  /** With Grafana's sub path. */
  href: string;
}

/** An entry of a menu that is a link. Some releases of Grafana give it the role of a link, which a menu must not contain. */
export function MenuLink({ href, ...props }: Props) {
  return <Menu.Item {...props} url={href} role="menuitem" />;
}
