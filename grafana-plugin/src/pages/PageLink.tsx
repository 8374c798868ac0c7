import { locationUtil, type IconName } from '@grafana/data';
import React, { type ReactNode } from 'react';
import { ButtonLink } from '../components/ButtonLink.tsx';

interface Props {
  icon: IconName;
  /** Path without Grafana's sub path. */
  path: string;
  children: ReactNode;
}

/** Link to another page of the app with the same records, in the header of a page. */
export function PageLink({ icon, path, children }: Props) {
  return (
    <ButtonLink variant="secondary" fill="text" icon={icon} href={locationUtil.assureBaseUrl(path)}>
      {children}
    </ButtonLink>
  );
}
