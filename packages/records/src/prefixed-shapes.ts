import { SYMBOLS, type SecretShape } from './secret-shape.ts';

/** Issuers whose secrets differ by their beginnings alone. */
export const PREFIXED_SHAPES: readonly SecretShape[] = [
  {
    issuer:
      'Shopify, Pinecone, Grafana, Linear, Notion, Supabase, DigitalOcean, Stripe, Sentry, E2B, Anyscale, GitLab, Vercel, …',
    prefixes: [
      ...[
        'shpat_',
        'shpca_',
        'shppa_',
        'shpss_',
        'pcsk_',
        'glsa_',
        'glc_',
        'lin_api_',
        'ntn_',
        'sbp_',
        'dop_v1_',
        'doo_v1_',
      ],
      ...[
        'whsec_',
        'sntrys_',
        'sntryu_',
        'e2b_',
        'esecret_',
        'gldt-',
        'glrt-',
        'glptt-',
        'gloas-',
        'glcbt-',
        'sess-',
        'NRAK-',
      ],
      ...['AGE-SECRET-KEY-'],
    ],
    // Without a hyphen for so long: no name of a thing is.
    rest: '[A-Za-z0-9_=+/]{16,}[A-Za-z0-9_=-]*',
    redactionRest: '[A-Za-z0-9_=+/]{20,}[A-Za-z0-9_=-]*',
    example: 'pcsk_6abcd_Ab3dEf6hIj9kLm2nOp5qRs8tUv1w',
  },
  {
    issuer:
      'Supabase, PlanetScale, Weights & Biases, 1Password, Contentful, Brevo, Postman, Docker, Tailscale, DigitalOcean, Linear, CircleCI, Flutterwave, GitLab, Heroku, New Relic',
    prefixes: [
      ...['sb_secret_', 'pscale_tkn_', 'pscale_pw_', 'pscale_oauth_', 'wandb_v1_', 'ops_eyJ', 'CFPAT-', 'xkeysib-'],
      ...['PMAK-', 'dckr_pat_', 'tskey-', 'dor_v1_', 'lin_oauth_', 'CCIPAT_', 'FLWSECK_', 'glagent-', 'glft-'],
      ...['glimt-', 'glsoat-', 'glffct-', 'HRKU-', 'NRJS-'],
    ],
    rest: `${SYMBOLS}{16,}`,
    example: 'PMAK-0123456789abcdef01234567-0123456789abcdef0123456789abcdef01',
  },
  {
    issuer:
      'Vercel, Neon, Netlify, Render, Buildkite, Figma, Typeform, Prefect, Pulumi, RubyGems, ReadMe, Sourcegraph, Friendli, PostHog, Notion, Firecrawl, LlamaIndex',
    prefixes: [
      ...['vck_', 'vcp_', 'vci_', 'vca_', 'vcr_', 'napi_', 'nfp_', 'rnd_', 'bkua_', 'figd_', 'tfp_', 'pnu_', 'pul-'],
      ...['rubygems_', 'rdme_', 'sgp_', 'flp_', 'phc_', 'phx_', 'secret_', 'fc-', 'llx-'],
    ],
    // What begins like a name must go on as none does.
    rest: '(?=[A-Za-z]{0,60}[0-9])[A-Za-z0-9]{20,}[A-Za-z0-9_=-]*',
    redactionRest: '[A-Za-z]{0,12}[0-9][A-Za-z0-9]{12,}',
    example: 'vck_Ab3dEf6hIj9kLm2nOp5qRs8tUv1w',
  },
];
