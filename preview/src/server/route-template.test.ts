import { renderRouteTemplate, type RouteTemplateData } from './route-template.ts';

const data: RouteTemplateData = {
  JsonData: { kind: 'clickhouse', off: false, none: [] },
  SecureJsonData: { ledgerUrl: 'http://store:8123', empty: '' },
  URL: '',
};

const render = (template: string) => renderRouteTemplate(template, data);

describe('renderRouteTemplate', () => {
  it('prints plain options and secrets', () => {
    expect(render('{{ .SecureJsonData.ledgerUrl }}/{{.JsonData.kind}}')).toBe('http://store:8123/clickhouse');
  });

  it('prints <no value> for a missing key, as Go does', () => {
    expect(render('Bearer {{ .SecureJsonData.nothing }}|{{ .JsonData.nothing }}')).toBe('Bearer <no value>|<no value>');
  });

  it('prints nothing for a missing or empty key inside with', () => {
    const wrapped = (key: string) => render(`{{ with .SecureJsonData.${key} }}{{ . }}{{ end }}`);
    expect(wrapped('nothing')).toBe('');
    expect(wrapped('empty')).toBe('');
    expect(wrapped('ledgerUrl')).toBe('http://store:8123');
  });

  it('uses the else branch for values that count as false', () => {
    for (const key of ['off', 'none', 'nothing']) {
      expect(render(`{{ if .JsonData.${key} }}yes{{ else }}no{{ end }}`)).toBe('no');
    }
  });

  it('keeps the outer dot inside if and moves it inside with', () => {
    expect(render('{{ if .JsonData.kind }}{{ .JsonData.kind }}{{ end }}')).toBe('clickhouse');
    expect(render('{{ with .JsonData }}{{ .kind }}{{ end }}')).toBe('clickhouse');
  });

  it('trims white space at trim marks only', () => {
    expect(render('a {{- if .JsonData.kind }} b {{ end -}} c')).toBe('a b c');
  });

  it('does not reach inherited properties', () => {
    expect(render('{{ .JsonData.constructor }}')).toBe('<no value>');
  });

  it('throws on unsupported template actions', () => {
    expect(() => render('{{ printf "%s" .URL }}')).toThrow('not understood');
    expect(() => render('{{ with .URL }}x')).toThrow('no {{ end }}');
  });
});
