// Package sanitizer is a traces processor. It removes secrets and, with an allow-list, everything that is not listed. It does
// in one pass what groupbyattrs, redaction and transform do in redaction.yaml and ledger.yaml.
package sanitizer

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processorhelper"
)

// Config of the processor. All patterns are RE2 expressions.
type Config struct {
	// SecretValues match the secrets in texts. Each match becomes `***`.
	SecretValues []string `mapstructure:"secret_values"`
	// SecretNames match names of attributes that contain a secret. Such attributes are dropped.
	SecretNames []string `mapstructure:"secret_names"`
	// CredentialNames match names of attributes whose complete value is a secret. The value becomes `***`.
	CredentialNames []string `mapstructure:"credential_names"`
	// AllowList has the attributes that pass. Without it, all pass.
	AllowList *AllowList `mapstructure:"allow_list"`
}

// AllowList has the allowed attributes by name.
type AllowList struct {
	Resource map[string]Rule `mapstructure:"resource"`
	Span     map[string]Rule `mapstructure:"span"`
}

// Rule is the form that the value of an allowed attribute must have.
type Rule struct {
	// Type is string, int, double, boolean or list. A double may be an int.
	Type string `mapstructure:"type"`
	// Pattern must match the text, or the JSON of a list.
	Pattern string `mapstructure:"pattern"`
	// OneOf has the allowed texts. Empty: any text that matches the pattern.
	OneOf []string `mapstructure:"one_of"`
	// MaxBytes is the maximum length of the text. 0: no maximum.
	MaxBytes int `mapstructure:"max_bytes"`
}

// Validate returns an error for patterns and rules that are incomplete or no expressions.
func (c *Config) Validate() error {
	_, err := newSanitizer(c)
	return err
}

// NewFactory makes the processor `tokentrail_sanitizer`.
func NewFactory() processor.Factory {
	return processor.NewFactory(
		component.MustNewType("tokentrail_sanitizer"),
		func() component.Config { return &Config{} },
		processor.WithTraces(newTraces, component.StabilityLevelStable),
	)
}

func newTraces(
	ctx context.Context, settings processor.Settings, config component.Config, next consumer.Traces,
) (processor.Traces, error) {
	sanitizer, err := newSanitizer(config.(*Config))
	if err != nil {
		return nil, err
	}
	return processorhelper.NewTraces(ctx, settings, config, next, sanitizer.process,
		processorhelper.WithCapabilities(consumer.Capabilities{MutatesData: true}))
}
