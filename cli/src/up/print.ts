import type { Endpoints } from './state-folder.ts';

interface Extra {
  tarball: string;
  isGrafana: boolean;
  logs: string;
}

/** Says where to look and how to add the instrumentation to a project. */
export function printWhereToLook(endpoints: Endpoints, { tarball, isGrafana, logs }: Extra): void {
  const page = isGrafana ? 'Grafana' : 'Preview page (no Grafana was found here)';
  const lines = [
    '',
    `${page}`,
    `  usage log, as admin    ${endpoints.ui}`,
    ...(endpoints.ui_viewer === null ? [] : [`  usage log, as viewer   ${endpoints.ui_viewer}`]),
    `Example gateway          ${endpoints.gateway}`,
    ...(endpoints.prometheus === null ? [] : [`Prometheus               ${endpoints.prometheus}`]),
    `OTLP, for your programs  ${endpoints.otlp}`,
    `Logs                     ${logs}`,
    '',
    'In a project of yours (Node.js 22.15 or later):',
    `  npm install ${tarball}`,
    `  TOKENTRAIL_OTLP_ENDPOINT=${endpoints.otlp} node --import @tokentrail/instrumentation/register app.mjs`,
    '',
    'Ctrl-C ends everything that was started here.',
  ];
  console.log(lines.join('\n'));
}
