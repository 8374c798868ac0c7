import type { Endpoints } from './state-folder.ts';

interface Extra {
  /** Those of the instrumentation and of its dependency. */
  tarballs: readonly string[];
  /** Password of Grafana's admin; null on the preview page. */
  adminPassword: string | null;
  logs: string;
}

/** Prints the URLs of the running chain and how to add the instrumentation to a project. */
export function printWhereToLook(endpoints: Endpoints, { tarballs, adminPassword, logs }: Extra): void {
  const lines = [
    '',
    ...whereToLook(endpoints, adminPassword),
    `Example gateway          ${endpoints.gateway}`,
    `Example service          ${endpoints.service}`,
    ...(endpoints.prometheus === null ? [] : [`Prometheus               ${endpoints.prometheus}`]),
    `OTLP, for your programs  ${endpoints.otlp}`,
    `  with the token         TOKENTRAIL_OTLP_TOKEN=${endpoints.otlp_token}`,
    `Logs                     ${logs}`,
    '',
    'In your own project (Node.js 22.15 or later):',
    `  npm install ${tarballs.join(' ')}`,
    `  TOKENTRAIL_OTLP_ENDPOINT=${endpoints.otlp} TOKENTRAIL_OTLP_TOKEN=${endpoints.otlp_token} \\`,
    '    node --import @tokentrail/instrumentation/register app.mjs',
    '',
    'Ctrl-C stops everything that was started here.',
  ];
  console.log(lines.join('\n'));
}

function whereToLook({ ui, ui_viewer }: Endpoints, adminPassword: string | null): string[] {
  return adminPassword === null
    ? [
        `Usage log, as admin      ${ui}`,
        `Usage log, as viewer     ${ui_viewer}`,
        '  (the preview page: no Grafana was found here)',
      ]
    : [
        `Usage log in Grafana     ${ui}`,
        `  anonymous users are viewers; sign in as admin with the password ${adminPassword}`,
      ];
}
