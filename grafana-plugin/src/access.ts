import { config } from '@grafana/runtime';
import { READ_TRACES } from './constants.ts';

/** Whether the user may see a call's attempts and content. What the server refuses it refuses without this too. */
export function mayReadTraces(): boolean {
  return config.bootData.user.permissions?.[READ_TRACES] === true;
}

/** Whether the user may set up data sources: decides who is told to do it and who is told to ask. */
export function mayConfigure(): boolean {
  return config.bootData.user.permissions?.['datasources:create'] === true;
}
