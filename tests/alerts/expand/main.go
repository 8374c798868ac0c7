// Expands templates of alert rules as Grafana does, with Go's own templates and Grafana's options and variables. Reads
// [{"template": …, "labels": {…}, "values": {"A": 0.2}}, …] and writes [{"text": …} or {"error": …}, …].
package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"strings"
	"text/template"
)

type value struct {
	Labels map[string]string
	Value  float64
}

type expansion struct {
	Template string             `json:"template"`
	Labels   map[string]string  `json:"labels"`
	Values   map[string]float64 `json:"values"`
}

type result struct {
	Text  string `json:"text"`
	Error string `json:"error,omitempty"`
}

// The functions of Prometheus that our templates use. Like those, they refuse what is no number.
var functions = template.FuncMap{
	"humanizePercentage": func(given any) (string, error) {
		number, ok := given.(float64)
		if !ok {
			return "", fmt.Errorf("can't convert %T to float", given)
		}
		return fmt.Sprintf("%.4g%%", number*100), nil
	},
	"externalURL": func() string { return "https://grafana.example/monitoring/" },
	"urlquery":    url.QueryEscape,
}

func expand(one expansion) result {
	const variables = `{{- $labels := .Labels -}}{{- $values := .Values -}}`
	parsed, err := template.New("alert").Funcs(functions).Option("missingkey=invalid").Parse(variables + one.Template)
	if err != nil {
		return result{Error: err.Error()}
	}
	values := map[string]value{}
	for name, number := range one.Values {
		values[name] = value{Value: number}
	}
	var text strings.Builder
	if err := parsed.Execute(&text, map[string]any{"Labels": one.Labels, "Values": values}); err != nil {
		return result{Error: err.Error()}
	}
	return result{Text: text.String()}
}

func main() {
	var expansions []expansion
	if err := json.NewDecoder(os.Stdin).Decode(&expansions); err != nil {
		panic(err)
	}
	results := make([]result, len(expansions))
	for index, one := range expansions {
		results[index] = expand(one)
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		panic(err)
	}
}
